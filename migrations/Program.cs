using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;
using WarpGrad.Data;
using WarpGrad.Data.Queues;

// Applies pending migrations and exits, so that no service starts on an older schema. An argument names the migration to go to.
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
await using var source = NpgsqlDataSource.Create(DataServices.ConnectionString(configuration));
var options = new DbContextOptionsBuilder<WarpGradDbContext>();
DataServices.Configure(options, source);
await using var database = new WarpGradDbContext(options.Options);
await database.Database.MigrateAsync(args.FirstOrDefault());
await QueueServices.PrepareAsync(DataServices.ConnectionString(configuration));
Console.WriteLine(args.Length == 0 ? "The database is up to date." : $"The database is at {args[0]}.");
