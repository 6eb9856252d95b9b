using Npgsql;

namespace WarpGrad.Migrations;

/// <summary>The environment in which PostgreSQL's own programs reach the database of a connection string.</summary>
public static class LibpqEnvironment
{
    /// <summary>One line <c>NAME=value</c> per variable.</summary>
    /// <param name="connectionString">As Npgsql takes it.</param>
    public static IEnumerable<string> Of(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        (string Name, string? Value)[] variables =
        [
            ("PGHOST", given.Host),
            ("PGPORT", $"{given.Port}"),
            ("PGUSER", given.Username),
            ("PGPASSWORD", given.Password),
            ("PGPASSFILE", given.Passfile),
            ("PGDATABASE", given.Database ?? given.Username),
            ("PGSSLMODE", Mode(given.SslMode)),
            ("PGSSLROOTCERT", given.RootCertificate),
            ("PGSSLCERT", given.SslCertificate),
            ("PGSSLKEY", given.SslKey),
        ];
        return variables.Where(variable => !string.IsNullOrEmpty(variable.Value)).Select(variable => $"{variable.Name}={variable.Value}");
    }

    private static string Mode(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };
}
