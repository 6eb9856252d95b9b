using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Contracts.Episodes;

/// <summary>A class that episodes may be made of: a run of consecutive images.</summary>
/// <param name="Group">Group of the class, empty where there are none.</param>
/// <param name="Split">The split it belongs to.</param>
/// <param name="FirstImage">Index of its first image.</param>
/// <param name="Images">Number of its images.</param>
public sealed record EpisodeClass(string Group, ClassSplit Split, int FirstImage, int Images);

/// <summary>A class of an episode.</summary>
/// <param name="Index">Position of the class in the dataset.</param>
/// <param name="Turns">Quarter turns, clockwise, that make it a class of its own; 0 for upright.</param>
/// <param name="Number">Number among all classes that episodes of the split are made of, turned ones counted by themselves.</param>
public readonly record struct DrawnClass(int Index, int Turns, long Number);

/// <summary>An image of an episode.</summary>
/// <param name="Image">Index of the image in the dataset.</param>
/// <param name="Way">Its class within the episode, from 0.</param>
/// <param name="Turns">Quarter turns, clockwise.</param>
/// <param name="IsQuery">Whether it judges the adapted learner; otherwise the learner adapts on it.</param>
public readonly record struct DrawnImage(int Image, int Way, int Turns, bool IsQuery);

/// <summary>
/// Chooses classes and images of few-shot tasks. Training and everything that shows tasks draw through it, so that what is shown is what
/// is trained on.
/// </summary>
public sealed class EpisodeSampler
{
    private readonly IReadOnlyList<EpisodeClass> _classes;
    private readonly TaskRules _rules;
    private readonly DrawnClass[][] _pools;

    /// <summary>Prepares the classes of a split.</summary>
    /// <param name="classes">All classes of the dataset in their order.</param>
    /// <param name="split">Split to draw from.</param>
    /// <param name="rules">How tasks are drawn.</param>
    /// <exception cref="ArgumentException">When the split cannot fill a task.</exception>
    public EpisodeSampler(IReadOnlyList<EpisodeClass> classes, ClassSplit split, TaskRules rules)
    {
        (_classes, _rules) = (classes, rules);
        var turns = rules.Rotations ? 4 : 1;
        var usable = classes.Index().Where(entry => entry.Item.Split == split && entry.Item.Images >= rules.Shots + rules.Queries);
        var number = 0L;
        _pools = [.. usable
            .GroupBy(entry => rules.WithinGroup ? entry.Item.Group : "", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.SelectMany(entry => Enumerable.Range(0, turns).Select(turn => (entry.Index, turn))).ToArray())
            .Where(pool => pool.Length >= rules.Ways)
            .Select(pool => pool.Select(entry => new DrawnClass(entry.Index, entry.turn, number++)).ToArray())];
        if (_pools.Length == 0)
            throw new ArgumentException($"The {split} split cannot fill a task of {rules.Ways} classes with {rules.Shots + rules.Queries} images each.", nameof(rules));
    }

    /// <summary>Classes that tasks are made of, turned ones counted by themselves.</summary>
    public int ClassCount => _pools.Sum(pool => pool.Length);

    /// <summary>Draws a task.</summary>
    /// <param name="random">Stream of that task alone.</param>
    /// <param name="take">Takes each image in the order drawn: class by class, support before query. It draws what the image's augmentation needs from the same stream.</param>
    /// <returns>The classes of the task.</returns>
    public IReadOnlyList<DrawnClass> Draw(RandomStream random, Action<DrawnImage> take)
    {
        // Pools weigh by their classes, so that every class is drawn about equally often.
        var at = random.NextInt(ClassCount);
        var pool = _pools.First(candidate => (at -= candidate.Length) < 0).ToArray();
        random.Draw(pool.AsSpan(), _rules.Ways);
        for (var way = 0; way < _rules.Ways; way++)
        {
            var source = _classes[pool[way].Index];
            var indices = Enumerable.Range(source.FirstImage, source.Images).ToArray();
            random.Draw(indices.AsSpan(), _rules.Shots + _rules.Queries);
            for (var i = 0; i < _rules.Shots + _rules.Queries; i++)
                take(new DrawnImage(indices[i], way, pool[way].Turns, IsQuery: i >= _rules.Shots));
        }

        return pool[.._rules.Ways];
    }

    /// <summary>Draws a task to look at: the same classes and images as training draws from the same stream.</summary>
    /// <param name="random">Stream of that task alone.</param>
    public (IReadOnlyList<DrawnClass> Classes, IReadOnlyList<DrawnImage> Images) Look(RandomStream random)
    {
        var images = new List<DrawnImage>();
        var classes = Draw(random, image =>
        {
            images.Add(image);
            // The pixels are not needed here, but the stream has to move on as if they were.
            var transformed = (_rules.Augmentation ? 1 : 0) + (image.IsQuery ? 0 : _rules.SupportCopies);
            for (var i = 0; i < transformed; i++)
                AffineDraw.From(random, AffineRange.Small);
        });
        return (classes, images);
    }
}
