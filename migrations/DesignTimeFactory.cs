using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;
using WarpGrad.Data;

namespace WarpGrad.Migrations;

/// <summary>Lets <c>dotnet ef</c> build the model; it never connects.</summary>
public sealed class DesignTimeFactory : IDesignTimeDbContextFactory<WarpGradDbContext>
{
    /// <inheritdoc />
    public WarpGradDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<WarpGradDbContext>();
        DataServices.Configure(options, NpgsqlDataSource.Create("Host=localhost;Database=design"));
        return new WarpGradDbContext(options.Options);
    }
}
