namespace WarpGrad.TestSupport;

/// <summary>What <c>./warpgrad test</c> prepares for tests that use the real product.</summary>
public static class TestEnvironment
{
    /// <summary>Connection string of a throw-away PostgreSQL server.</summary>
    public static string Postgres => Need("WARPGRAD_TEST_POSTGRES");

    /// <summary>Folder with the published product: api, jobs, migrate, web.</summary>
    public static string App => Need("WARPGRAD_TEST_APP");

    /// <summary>A Chromium.</summary>
    public static string Chromium => Need("WARPGRAD_TEST_CHROMIUM");

    private static string Need(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set: run these tests through './warpgrad test', which prepares what they need.");
}
