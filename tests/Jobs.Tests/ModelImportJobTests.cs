using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Models;
using WarpGrad.Jobs.Imports;
using WarpGrad.Jobs.Models;

namespace WarpGrad.Jobs.Tests;

/// <summary>Model files that people sent become versions, or are refused with a sentence and gone.</summary>
public sealed class ModelImportJobTests(JobDatabase database) : IClassFixture<JobDatabase>
{
    [Fact]
    public async Task A_model_file_becomes_the_next_version_once()
    {
        var spec = JobDatabase.Spec with { StartFrom = Guid.NewGuid() };
        var first = await ImportedAsync("From elsewhere", JobDatabase.Model(spec));
        var second = await ImportedAsync("from elsewhere", JobDatabase.Model(JobDatabase.Spec));
        await RunAsync(second);

        await using var context = database.Context();
        var versions = await context.ModelVersions.Include(v => v.Model).Where(v => v.Model!.Slug == "from-elsewhere").OrderBy(v => v.Number).ToListAsync();
        Assert.Equal([1, 2], versions.Select(v => v.Number));
        Assert.Equal("From elsewhere", versions[0].Model!.Name);
        Assert.Equal(SpecJson.TryRead(System.Text.Json.Nodes.JsonNode.Parse(versions[0].Spec), out _), spec);
        Assert.Equal((null, TaskFamily.Sinusoids, 2L, "", null, null), (versions[0].RunId, versions[0].Family, versions[0].Step, versions[0].DatasetHash, versions[0].Image, versions[0].Result));
        Assert.Equal("somebody@example.org", versions[0].CreatedBy);
        var imports = await context.ModelImports.Where(i => i.Id == first || i.Id == second).OrderBy(i => i.Id).ToListAsync();
        Assert.All(imports, import => Assert.Equal((ModelImportState.Done, null), (import.State, import.FailureReason)));
        Assert.Equal(versions.Select(v => (Guid?)v.Id), imports.Select(import => import.VersionId));
        Assert.Equal(versions.Select(v => (Guid?)v.BlobId), imports.Select(import => import.BlobId));
    }

    [Fact]
    public async Task What_is_no_model_is_refused_with_a_sentence_and_deleted()
    {
        var id = await ImportedAsync("No model", "this is no model file"u8.ToArray());

        await using var context = database.Context();
        var import = await context.ModelImports.SingleAsync(i => i.Id == id);
        Assert.Equal((ModelImportState.Failed, null, null), (import.State, import.BlobId, import.VersionId));
        Assert.EndsWith(".", import.FailureReason, StringComparison.Ordinal);
        Assert.Empty(await context.Models.Where(m => m.Slug == "no-model").ToListAsync());
        Assert.Empty(await context.Blobs.Where(b => b.Length == "this is no model file".Length).ToListAsync());
    }

    [Fact]
    public async Task A_reason_that_cannot_be_stored_gives_way_to_one_that_can()
    {
        // A tensor's name with NUL, which is no text for the database, stands in what the reader of the file says.
        var header = """{"a\u0000b":{"unknown":1}}"""u8;
        byte[] length = [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0];

        var id = await ImportedAsync("No text", [.. length, .. header]);

        await using var context = database.Context();
        var import = await context.ModelImports.SingleAsync(i => i.Id == id);
        Assert.Equal((ModelImportState.Failed, ImportFailure.Unexplained), (import.State, import.FailureReason));
    }

    private async Task<Guid> ImportedAsync(string name, byte[] file)
    {
        var import = new ModelImport { TeamId = database.Team.Id, Name = name, BlobId = await database.StoreAsync(file), CreatedBy = "somebody@example.org" };
        await using (var context = database.Context())
        {
            context.ModelImports.Add(import);
            await context.SaveChangesAsync();
        }

        await RunAsync(import.Id);
        return import.Id;
    }

    private async Task RunAsync(Guid importId)
    {
        await using var context = database.Context();
        var job = new ModelImportJob(
            context, new BlobStore(context, TimeProvider.System), new ModelShelf(context, TimeProvider.System), Options.Create(new WorkerOptions()),
            TimeProvider.System, NullLogger<ModelImportJob>.Instance);
        await job.ImportAsync(importId, CancellationToken.None);
    }
}
