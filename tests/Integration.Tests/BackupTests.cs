using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using WarpGrad.Client;
using WarpGrad.Client.Models;
using WarpGrad.Contracts.Accounts;
using WarpGrad.Contracts.Runs;
using WarpGrad.TestSupport;

namespace WarpGrad.Integration.Tests;

/// <summary>
/// Installations that move by <c>./warpgrad backup</c> and <c>./warpgrad restore</c>. They have a product of their own: most of the time
/// is the launcher's, in which the other tests go on.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests(ProductFixture fixture) : IClassFixture<ProductFixture>, IDisposable
{
    private readonly Launcher _launcher = new();

    public void Dispose() => _launcher.Dispose();

    [Fact]
    public async Task A_restored_installation_has_the_same_bytes_results_and_credentials()
    {
        var file = await BackUpAsync(fixture.Product.Database);
        var database = await TestDatabase.CreateEmptyAsync();
        await RestoreAsync(database, file);

        await using var restored = await Product.StartAsync(unattended: false, workers: false, database: database);

        Assert.Equal(await FactsAsync(fixture.Product.Address), await FactsAsync(restored.Address));
        using var visitor = new HttpClient { BaseAddress = restored.Address };
        Assert.Equal(Product.Email, (await new WarpGradClient(visitor).Accounts.SignInAsync(new SignInRequest(Product.Email, Product.Password))).Email);
    }

    [Fact]
    public async Task A_run_that_was_running_at_the_backup_ends_with_the_same_bytes_where_it_is_restored()
    {
        var run = await fixture.SubmitAsync("Runs on elsewhere", metaSteps: 100);
        await fixture.WaitForCheckpointAsync(run.Id);
        var file = await BackUpAsync(fixture.Product.Database);
        var here = await fixture.FinishAsync(run.Id);
        var database = await TestDatabase.CreateEmptyAsync();
        await RestoreAsync(database, file);
        Assert.Equal("Running", await database.QueryAsync<string>($"""SELECT "State" FROM runs WHERE "Id" = '{run.Id}'"""));

        await using var restored = await Product.StartAsync(unattended: false, workers: true, database: database);
        var client = WarpGradClient.WithToken(restored.Address, fixture.Product.Token);
        var there = await Eventually.GetAsync(
            () => client.Runs.GetAsync(run.Id), r => r.Summary.State.IsFinal(), ProductFixture.Patience, "the restored run has ended");

        Assert.Equal(RunState.Succeeded, there.Summary.State);
        Assert.Contains(await client.Runs.AllEventsAsync(run.Id).ToListAsync(), e => e.Kind == RunEventKinds.Resumed);
        Assert.Equal(await ModelHashAsync(fixture.Client, here), await ModelHashAsync(client, there));
    }

    [Fact]
    public async Task A_backup_is_one_private_file_with_its_hash_on_the_output()
    {
        var file = _launcher.PathOf("everything.backup");

        var made = await _launcher.RunAsync(fixture.Product.Database, "backup", file);

        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file)));
        Assert.Equal($"{hash}  {file}\n", made.Output);
        Assert.Contains($"{new FileInfo(file).Length} bytes", made.Narration, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.False(File.Exists(file + ".partial"));
    }

    [Fact]
    public async Task A_database_elsewhere_is_saved_whatever_version_a_cluster_here_was_made_by()
    {
        var cluster = Directory.CreateDirectory(_launcher.PathOf("home/postgres/data"));
        await File.WriteAllTextAsync(Path.Combine(cluster.FullName, "PG_VERSION"), "9\n");
        await using var database = await TestDatabase.CreateAsync();

        await BackUpAsync(database);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public async Task A_backup_that_was_cut_off_is_refused_and_changes_nothing(double part)
    {
        var file = await BackUpAsync(fixture.Product.Database);
        await using (var cut = File.OpenWrite(file))
            cut.SetLength((long)(cut.Length * part));
        await using var database = await TestDatabase.CreateEmptyAsync();

        var refused = await _launcher.RunAsync(database, "restore", file);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Matches("is not a backup|was cut off", refused.Narration);
        await AssertEmptyAsync(database);
    }

    [Fact]
    public async Task A_database_of_something_else_is_neither_saved_nor_replaced()
    {
        var file = await BackUpAsync(fixture.Product.Database);
        await using var stranger = await TestDatabase.CreateEmptyAsync();
        await stranger.ExecuteAsync("CREATE TABLE users (name text)");

        var unsaved = await _launcher.RunAsync(stranger, "backup", _launcher.PathOf("stranger.backup"));
        var unreplaced = await _launcher.RunAsync(stranger, "restore", "--replace", file);

        Assert.All([unsaved, unreplaced], refused => Assert.NotEqual(0, refused.ExitCode));
        Assert.All([unsaved, unreplaced], refused => Assert.Contains("not WarpGrad's", refused.Narration, StringComparison.Ordinal));
        Assert.False(File.Exists(_launcher.PathOf("stranger.backup")));
        Assert.Equal(0L, await stranger.QueryAsync<long>("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task An_installation_is_replaced_only_on_demand()
    {
        var file = await BackUpAsync(fixture.Product.Database);
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(
            """
            INSERT INTO users ("Id", "DisplayName", "IsAdministrator", "CreatedAt", "Email", "EmailConfirmed", "PhoneNumberConfirmed", "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount")
            VALUES (gen_random_uuid(), 'Old', true, now(), 'old@example.org', true, false, false, false, 0)
            """);

        var refused = await _launcher.RunAsync(database, "restore", file);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("there is an installation already", refused.Narration, StringComparison.Ordinal);
        Assert.Equal("old@example.org", await database.QueryAsync<string>("""SELECT "Email" FROM users"""));

        await RestoreAsync(database, file, "--replace");

        Assert.Equal(Product.Email, await database.QueryAsync<string>("""SELECT "Email" FROM users"""));
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_is_refused_and_changes_nothing()
    {
        await using var newer = await TestDatabase.CreateAsync();
        await newer.ExecuteAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_FarAhead', '99.0.0')""");
        var file = await BackUpAsync(newer);
        await using var database = await TestDatabase.CreateEmptyAsync();

        var refused = await _launcher.RunAsync(database, "restore", file);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("newer version of WarpGrad", refused.Narration, StringComparison.Ordinal);
        await AssertEmptyAsync(database);
    }

    private async Task<string> BackUpAsync(TestDatabase database)
    {
        var file = _launcher.PathOf("installation.backup");
        var made = await _launcher.RunAsync(database, "backup", file);
        Assert.True(made.ExitCode == 0, made.Narration);
        return file;
    }

    private async Task RestoreAsync(TestDatabase database, params string[] arguments)
    {
        var restored = await _launcher.RunAsync(database, ["restore", .. arguments]);
        Assert.True(restored.ExitCode == 0, restored.Narration);
        Assert.Matches(@"^restored: teams \d+, users \d+, datasets \d+, runs \d+, models \d+\n$", restored.Output);
    }

    private static async Task AssertEmptyAsync(TestDatabase database)
    {
        Assert.Equal(0L, await database.QueryAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"));
        Assert.Equal(0L, await database.QueryAsync<long>("SELECT count(*) FROM pg_database WHERE datname LIKE current_database() || '\\_%'"));
    }

    /// <summary>What an installation answers to the token of the one that was backed up, in one text.</summary>
    private async Task<string> FactsAsync(Uri address)
    {
        var client = WarpGradClient.WithToken(address, fixture.Product.Token);
        var run = await client.Runs.GetAsync(fixture.Trained.Summary.Id);
        var model = run.Summary.Model!;
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Product.Token);
        using var download = await http.GetAsync(ModelsClient.CheckpointPath(model.Team, model.Slug, model.Version));
        return JsonSerializer.Serialize(new
        {
            Me = await client.Accounts.MeAsync(),
            Dataset = (await client.Datasets.GetAsync(fixture.Drawings.Id)).Version!.Hash,
            run.Result,
            ETag = download.Headers.ETag!.Tag,
            Model = Convert.ToHexStringLower(SHA256.HashData(await download.Content.ReadAsByteArrayAsync())),
        });
    }

    private static async Task<string> ModelHashAsync(WarpGradClient client, RunDetail run)
    {
        var model = run.Summary.Model!;
        return (await client.Models.VersionAsync(model.Team, model.Slug, model.Version)).Summary.Hash;
    }
}
