using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;
using WarpGrad.Data;
using WarpGrad.Data.Queues;
using WarpGrad.Data.Settings;
using WarpGrad.Migrations;

// Applies pending migrations and exits, so that no service starts on an older schema. An argument names the migration to go to;
// "libpq" changes nothing and prints how PostgreSQL's own programs reach the database.
WrongSettings.EndInASentence();
var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
var connectionString = DataServices.ConnectionString(configuration);
if (args is ["libpq"])
{
    Console.WriteLine(string.Join('\n', LibpqEnvironment.Of(connectionString)));
    return 0;
}

await using var source = NpgsqlDataSource.Create(connectionString);
var options = new DbContextOptionsBuilder<WarpGradDbContext>();
DataServices.Configure(options, source);
await using var database = new WarpGradDbContext(options.Options);
if (await NewerSchema.FirstUnknownAsync(database.Database) is { } unknown)
{
    Console.Error.WriteLine($"The database was made by a newer version of WarpGrad (this one does not know its migration {unknown}): use that version or a later one.");
    return 1;
}

await database.Database.MigrateAsync(args.FirstOrDefault());
await QueueServices.PrepareAsync(connectionString);
Console.WriteLine(args.Length == 0 ? "The database is up to date." : $"The database is at {args[0]}.");
return 0;
