using System.Diagnostics;
using System.Runtime.Versioning;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests.Operations;

/// <summary>How the launcher's commands hand a connection string on to PostgreSQL's own programs.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DatabaseEnvironmentTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("c2VjcmV0IQ=")]
    [InlineData("c2VjcmV0IQ==")]
    [InlineData("a=b c\\d'e$f")]
    public async Task A_password_arrives_as_it_is_written(string password)
    {
        var start = new ProcessStartInfo("bash", ["-euc", "source scripts/lib/archive.sh; published=$1 reach_database; printf %s \"$PGPASSWORD\"", "bash", TestEnvironment.App])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
        };
        start.Environment["ConnectionStrings__WarpGrad"] = $"Host=database;Username=someone;Password=\"{password}\"";
        using var process = Process.Start(start)!;

        Assert.Equal(password, await process.StandardOutput.ReadToEndAsync());
    }
}
