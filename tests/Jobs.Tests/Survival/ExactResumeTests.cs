using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;
using WarpGrad.Data.Runs;
using WarpGrad.Engine;
using WarpGrad.Engine.Tasks;
using WarpGrad.TestSupport;
using Xunit.Abstractions;

namespace WarpGrad.Jobs.Tests.Survival;

/// <summary>
/// A worker that trains a run of every method at the same time is killed again and again; each run ends with the bytes of one that was never
/// disturbed. All runs share the kills, because starting a worker and waiting for its leases to run out is what takes the time.
/// </summary>
public sealed class ExactResumeTests(JobDatabase database, ITestOutputHelper output) : IClassFixture<JobDatabase>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);
    private const int MostSteps = 4;
    private static readonly int Kills = Setting("WARPGRAD_PROOF_KILLS", 10);
    private static readonly KeyValuePair<string, RunSpec>[] Methods = [.. ResumeSpecs.Methods, .. ResumeSpecs.Variants.Take(Setting("WARPGRAD_PROOF_VARIANTS", 0))];
    private static readonly int Seed = Setting("WARPGRAD_PROOF_SEED", 2026);

    [Fact]
    public async Task A_run_of_any_method_that_is_killed_ten_times_ends_with_the_same_bytes()
    {
        var images = StoredRuns.Images();
        var dataset = await database.StoreAsync(images);
        var runs = new Dictionary<Guid, (string Method, RunSpec Spec)>();
        foreach (var (method, spec) in Methods)
        {
            var longer = spec with { OuterLoop = spec.OuterLoop with { MetaSteps = spec.OuterLoop.MetaSteps * Math.Max(10, Kills) / 10 } };
            runs[await database.QueueAsync(method, longer, dataset)] = (method, longer);
        }

        // While workers start, the processor is free.
        var undisturbed = Task.Run(() => runs.ToDictionary(run => run.Key, run => Undisturbed(run.Value.Spec, run.Value.Spec.Task.Family.NeedsDataset() ? images : null)));
        await using var worker = new Worker(
            database, ("Worker__TrainingThreads", runs.Count.ToString(CultureInfo.InvariantCulture)), ("Worker__DeathsAllowed", "1000"));
        var clock = Stopwatch.StartNew();
        var moments = new Random(Seed);
        var owner = "";
        for (var life = 1; life <= Kills; life++)
        {
            worker.Start();
            owner = await KillAtARandomMomentAsync(worker, life, owner, moments);
        }

        worker.Start();
        await UntilAsync(all => all.All(run => run.State.IsFinal()), "all runs have ended", worker);
        output.WriteLine($"{runs.Count} runs, {Kills} kills each, seed {Seed}: {clock.Elapsed.TotalSeconds:F0} s");

        foreach (var (id, (method, _)) in runs)
        {
            var run = await database.FindAsync(id);
            Assert.True(run.State == RunState.Succeeded, $"{method}: {run.State}, {run.FailureReason} {run.FailureDetail}");
            Assert.True(run.LeaseEpoch > Kills, $"{method} was taken {run.LeaseEpoch} times.");
            var disturbed = await database.HashesAsync(id);
            output.WriteLine($"{method}: state {disturbed.State[..16]}, model {disturbed.Model[..16]}");
            Assert.Equal((method, (await undisturbed)[id]), (method, disturbed));
        }
    }

    /// <summary>Waits until the worker has all runs and one of them has come a few steps further, and then a moment longer.</summary>
    /// <returns>The name under which the worker had leased them.</returns>
    private async Task<string> KillAtARandomMomentAsync(Worker worker, int life, string before, Random moments)
    {
        var taken = await UntilAsync(all => all.All(run => run.State == RunState.Running && run.LeaseOwner != before) && all.DistinctBy(run => run.LeaseOwner).Count() == 1, $"worker {life} has taken all runs", worker);
        var (pick, steps, pause) = (moments.Next(taken.Count), moments.Next(1, MostSteps + 1), TimeSpan.FromMilliseconds(moments.Next(250)));
        // Quick runs must not end while a slow one is waited for.
        var now = await UntilAsync(
            all => all[pick].Step >= taken[pick].Step + steps || all.Zip(taken).Any(pair => pair.First.Step >= pair.Second.Step + MostSteps),
            $"{taken[pick].Name} has come {steps} steps further", worker);
        await Task.Delay(pause);
        await worker.KillAsync();
        // None had ended, so each of them was hit.
        Assert.All(now, run => Assert.Equal(RunState.Running, run.State));
        output.WriteLine($"kill {life}: {steps} steps and {pause.TotalMilliseconds} ms after; steps {string.Join(' ', now.Select(run => run.Step))}");
        return taken[pick].LeaseOwner!;
    }

    private async Task<List<Run>> UntilAsync(Func<List<Run>, bool> condition, string what, Worker worker)
    {
        try
        {
            return await Eventually.GetAsync(
                async () =>
                {
                    await using var context = database.Context();
                    return await context.Runs.AsNoTracking().OrderBy(r => r.Id).ToListAsync();
                },
                condition, Patience, what);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{worker.Output}", late);
        }
    }

    private static (string State, string Model) Undisturbed(RunSpec spec, PackedImages? images)
    {
        using var trainer = MetaTrainer.Create(spec, images);
        trainer.Run(new SilentObserver(), CancellationToken.None);
        return (Hash(trainer.WriteState), Hash(trainer.WriteModel));
    }

    private static string Hash(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        write(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    private static int Setting(string name, int usual) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var given) ? given : usual;
}
