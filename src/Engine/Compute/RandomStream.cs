using System.Numerics;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Engine.Compute;

/// <summary>What a random stream decides. Each purpose has its own stream, so that changing one setting does not move the others.</summary>
public enum StreamPurpose
{
    /// <summary>Start values of the parameters.</summary>
    Parameters = 1,

    /// <summary>Training tasks.</summary>
    TrainTask = 2,

    /// <summary>Order of trajectory points in replay.</summary>
    Replay = 3,

    /// <summary>Validation tasks.</summary>
    ValidationTask = 4,

    /// <summary>Test tasks.</summary>
    TestTask = 5,

    /// <summary>Augmented copies of a caller's support images.</summary>
    Serving = 6,

    /// <summary>Which points of a trajectory are used.</summary>
    Points = 7,

    /// <summary>Start values of the per-class heads of fine-tuning.</summary>
    Heads = 8,

    /// <summary>Shapes of practice glyphs.</summary>
    GlyphShapes = 9,

    /// <summary>Hands that draw practice glyphs.</summary>
    GlyphDrawers = 10,

    /// <summary>Examples of each adaptation step and meta-loss within a task.</summary>
    Batches = 11,

    /// <summary>Goals, jumps and actions of episodes.</summary>
    Episodes = 12,

    /// <summary>Which classes are training tasks.</summary>
    TaskChoice = 13,

    /// <summary>What a model's file says of its training tasks.</summary>
    Statistics = 14,

    /// <summary>Directions in which warps are looked at.</summary>
    Inspection = 15,
}

/// <summary>
/// A small deterministic random generator (xoshiro256**) that gives the same numbers on every machine and runtime version.
/// Streams are derived from the run's seed, a purpose and indices, so nothing random has to be saved with a checkpoint.
/// </summary>
public sealed class RandomStream
{
    private ulong _a, _b, _c, _d;

    private RandomStream(ulong seed)
    {
        _a = Mix(ref seed);
        _b = Mix(ref seed);
        _c = Mix(ref seed);
        _d = Mix(ref seed);
    }

    /// <summary>The stream of a purpose at given indices, for example (step, task).</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="purpose">What it decides.</param>
    /// <param name="indices">Where in the run.</param>
    public static RandomStream Derive(long seed, StreamPurpose purpose, params ReadOnlySpan<long> indices)
    {
        var state = (ulong)seed;
        state = Mix(ref state) ^ (ulong)purpose;
        foreach (var index in indices)
            state = Mix(ref state) ^ (ulong)index;
        return new RandomStream(Mix(ref state));
    }

    /// <summary>The purpose of held-out tasks of a split.</summary>
    /// <param name="split">Validation or test.</param>
    public static StreamPurpose HeldOut(ClassSplit split) => split == ClassSplit.Test ? StreamPurpose.TestTask : StreamPurpose.ValidationTask;

    /// <summary>A seed for streams of its own.</summary>
    public long NextSeed() => (long)(Next() >> 1);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">Bound never reached.</param>
    public double NextDouble(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Standard normal.</summary>
    public double NextNormal()
    {
        // 1 − u lies in (0, 1], so its logarithm is finite.
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Uniform among 0 … bound − 1, without bias.</summary>
    /// <param name="bound">Number of outcomes, at least 1.</param>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var threshold = (ulong)-bound % (ulong)bound;
        while (true)
        {
            var high = Math.BigMul(Next(), (ulong)bound, out var low);
            if (low >= threshold)
                return (int)high;
        }
    }

    /// <summary>Puts a uniformly drawn choice of <paramref name="count"/> items, in random order, at the front.</summary>
    /// <typeparam name="TItem">Kind of item.</typeparam>
    /// <param name="items">Items, reordered in place.</param>
    /// <param name="count">How many to draw.</param>
    public void Draw<TItem>(Span<TItem> items, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var other = i + NextInt(items.Length - i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>One step of SplitMix64.</summary>
    private static ulong Mix(ref ulong state)
    {
        var z = state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
