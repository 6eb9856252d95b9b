using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Blobs;
using WarpGrad.Data.Models;
using WarpGrad.Data.Runs;
using WarpGrad.Engine;
using WarpGrad.Jobs.Runs;

namespace WarpGrad.Jobs.Tests;

/// <summary>What a run begins with: its newest training state, else the model it starts from, else nothing.</summary>
public sealed class RunLoaderTests(JobDatabase database) : IClassFixture<JobDatabase>
{
    [Fact]
    public async Task A_run_starts_from_its_parent_until_it_has_a_state_of_its_own()
    {
        var file = JobDatabase.Model(JobDatabase.Spec);
        var parent = await ParentAsync(file);
        var spec = JobDatabase.Spec with { StartFrom = parent };
        var run = new Run { TeamId = database.Team.Id, Name = "child", Spec = SpecJson.Write(spec), ParentVersionId = parent, CreatedBy = "test", Family = TaskFamily.Sinusoids };
        await using (var context = database.Context())
        {
            context.Runs.Add(run);
            await context.SaveChangesAsync();
        }

        byte[] state;
        using (var trainer = (await LoadAsync(run.Id)).CreateTrainer())
        {
            Assert.Equal(0, trainer.Step);
            Assert.Equal(Data(file), Data(Written(trainer.WriteModel)));
            trainer.Run(new SilentObserver(), CancellationToken.None);
            state = Written(trainer.WriteState);
        }

        await using (var context = database.Context())
        {
            context.Checkpoints.Add(new Checkpoint { RunId = run.Id, Step = 2, BlobId = await database.StoreAsync(state) });
            await context.SaveChangesAsync();
        }

        var loaded = await LoadAsync(run.Id);
        Assert.Null(loaded.Model);
        using var resumed = loaded.CreateTrainer();
        Assert.Equal(state, Written(resumed.WriteState));
    }

    private async Task<Guid> ParentAsync(byte[] file)
    {
        var model = new Model { TeamId = database.Team.Id, Slug = "parent", Name = "parent" };
        var version = new ModelVersion { ModelId = model.Id, Number = 1, Spec = SpecJson.Write(JobDatabase.Spec), DatasetHash = "", BlobId = await database.StoreAsync(file), CreatedBy = "test" };
        await using var context = database.Context();
        context.Models.Add(model);
        context.ModelVersions.Add(version);
        await context.SaveChangesAsync();
        return version.Id;
    }

    private async Task<LoadedRun> LoadAsync(Guid runId)
    {
        await using var context = database.Context();
        return await new RunLoader(context, new BlobStore(context, TimeProvider.System), new RunAccess(context)).LoadAsync(runId, CancellationToken.None);
    }

    /// <summary>What follows the header of a model file: the numbers alone.</summary>
    private static byte[] Data(byte[] file) => file[(8 + (int)System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(file))..];

    private static byte[] Written(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}
