using System.Security.Cryptography;
using WarpGrad.Benchmarks.Workloads;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine;

namespace WarpGrad.Benchmarks.Measuring;

/// <summary>Whether the device gives the same bits again: a short run twice, with other threads, and in two parts.</summary>
internal static class Repeatability
{
    /// <summary>Hashes of the training state after the run, by how it was done.</summary>
    /// <param name="setting">Where and how to compute.</param>
    public static IReadOnlyDictionary<string, string> Hashes(Setting setting)
    {
        var spec = setting.Apply(Training.Spec) with { Device = setting.Device };
        return new Dictionary<string, string>
        {
            ["once"] = Whole(spec, setting.Threads),
            ["again"] = Whole(spec, setting.Threads),
            ["one thread"] = Whole(spec, 1),
            ["in two parts"] = InParts(spec, setting.Threads),
        };
    }

    private static string Whole(RunSpec spec, int threads)
    {
        using var trainer = MetaTrainer.Create(spec, PracticeData.Images, threads);
        trainer.Run(new SilentObserver(), CancellationToken.None);
        return HashOf(State(trainer));
    }

    private static string InParts(RunSpec spec, int threads)
    {
        using var saved = new MemoryStream();
        using (var first = MetaTrainer.Create(spec, PracticeData.Images, threads))
        {
            first.Run(new SilentObserver(), CancellationToken.None, until: spec.OuterLoop.MetaSteps / 2);
            saved.Write(State(first));
            saved.Position = 0;
        }

        using var second = MetaTrainer.Resume(spec, PracticeData.Images, saved, threads);
        second.Run(new SilentObserver(), CancellationToken.None);
        return HashOf(State(second));
    }

    private static byte[] State(MetaTrainer trainer)
    {
        using var stream = new MemoryStream();
        trainer.WriteState(stream);
        return stream.ToArray();
    }

    private static string HashOf(byte[] state) => Convert.ToHexString(SHA256.HashData(state))[..16];
}
