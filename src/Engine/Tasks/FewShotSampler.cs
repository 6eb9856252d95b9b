using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Specs;
using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Tasks;

/// <summary>How tasks are drawn from one split.</summary>
/// <param name="Ways">Classes per task.</param>
/// <param name="Shots">Support images per class.</param>
/// <param name="Queries">Query images per class.</param>
/// <param name="WithinGroup">Whether all classes of a task come from one group.</param>
/// <param name="Rotations">Whether quarter turns of a class are classes of their own; never across splits, since the split is chosen first.</param>
/// <param name="Augmentation">Whether every image is augmented at random on access.</param>
/// <param name="SupportCopies">Augmented copies added to the support set per support image.</param>
/// <param name="InvertImages">Whether images are inverted on the way in.</param>
public sealed record TaskRules(int Ways, int Shots, int Queries, bool WithinGroup, bool Rotations, bool Augmentation, int SupportCopies, bool InvertImages)
{
    /// <summary>Rules of training tasks.</summary>
    /// <param name="spec">The run's spec.</param>
    public static TaskRules ForTraining(RunSpec spec) => new(
        spec.Task.Ways, spec.Task.Shots, spec.Task.Queries, spec.Task.WithinGroup, spec.Task.Rotations, spec.Task.Augmentation, spec.InnerLoop.SupportCopies, spec.Learner.InvertImages);

    /// <summary>Rules of validation and test tasks: only upright, unchanged images of held-out classes.</summary>
    /// <param name="spec">The run's spec.</param>
    public static TaskRules ForEvaluation(RunSpec spec) => ForTraining(spec) with { Rotations = false, Augmentation = false };
}

/// <summary>Draws few-shot tasks from the classes of one split. A task depends on nothing but the random stream it is drawn from.</summary>
public sealed class FewShotSampler
{
    private readonly PackedImages _images;
    private readonly TaskRules _rules;
    private readonly (ImageClass Class, int Turns, long Index)[][] _pools;

    /// <summary>Prepares the classes of a split.</summary>
    /// <param name="images">Dataset.</param>
    /// <param name="split">Split to draw from.</param>
    /// <param name="rules">How tasks are drawn.</param>
    /// <exception cref="ArgumentException">When the split cannot fill a task.</exception>
    public FewShotSampler(PackedImages images, ClassSplit split, TaskRules rules)
    {
        (_images, _rules) = (images, rules);
        if (rules.Rotations && images.Image.Height != images.Image.Width)
            throw new ArgumentException("Quarter turns need square images.", nameof(rules));
        var turns = rules.Rotations ? 4 : 1;
        var usable = images.Classes.Where(c => c.Split == split && c.ImageCount >= rules.Shots + rules.Queries);
        var index = 0L;
        _pools = [.. usable
            .GroupBy(c => rules.WithinGroup ? c.Group : "", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.SelectMany(c => Enumerable.Range(0, turns).Select(turn => (c, turn))).ToArray())
            .Where(pool => pool.Length >= rules.Ways)
            .Select(pool => pool.Select(entry => (entry.c, entry.turn, index++)).ToArray())];
        if (_pools.Length == 0)
            throw new ArgumentException($"The {split} split cannot fill a task of {rules.Ways} classes with {rules.Shots + rules.Queries} images each.", nameof(rules));
    }

    /// <summary>Classes that tasks are made of, rotated ones counted by themselves.</summary>
    public int ClassCount => _pools.Sum(pool => pool.Length);

    /// <summary>Draws a task.</summary>
    /// <param name="random">Stream of that task alone.</param>
    public FewShotTask Draw(RandomStream random)
    {
        // Pools weigh by their classes, so that every class is drawn about equally often.
        var at = random.NextInt(ClassCount);
        var pool = _pools.First(candidate => (at -= candidate.Length) < 0).ToArray();
        random.Draw(pool.AsSpan(), _rules.Ways);

        var builder = new FewShotTaskBuilder(_images.Image, _rules.InvertImages, _rules.Ways, _rules.Ways * _rules.Shots, _rules.SupportCopies, _rules.Ways * _rules.Queries);
        for (var way = 0; way < _rules.Ways; way++)
        {
            var (source, turns, _) = pool[way];
            var indices = Enumerable.Range(source.FirstImage, source.ImageCount).ToArray();
            random.Draw(indices.AsSpan(), _rules.Shots + _rules.Queries);
            for (var i = 0; i < _rules.Shots; i++)
                builder.AddSupport(_images[indices[i]], way, turns, _rules.Augmentation, random);
            for (var i = _rules.Shots; i < _rules.Shots + _rules.Queries; i++)
                builder.AddQuery(_images[indices[i]], way, turns, _rules.Augmentation, random);
        }

        return builder.Build([.. pool.Take(_rules.Ways).Select(entry => entry.Index)]);
    }
}
