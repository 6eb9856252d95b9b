using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Episodes;

namespace WarpGrad.Engine.Tasks;

/// <summary>Draws few-shot tasks from the classes of one split. A task depends on nothing but the random stream it is drawn from.</summary>
public sealed class FewShotSampler
{
    private readonly PackedImages _images;
    private readonly TaskRules _rules;
    private readonly EpisodeSampler _episodes;

    /// <summary>Prepares the classes of a split.</summary>
    /// <param name="images">Dataset.</param>
    /// <param name="split">Split to draw from.</param>
    /// <param name="rules">How tasks are drawn.</param>
    /// <exception cref="ArgumentException">When the split cannot fill a task.</exception>
    public FewShotSampler(PackedImages images, ClassSplit split, TaskRules rules)
    {
        if (rules.Rotations && images.Image.Height != images.Image.Width)
            throw new ArgumentException("Quarter turns need square images.", nameof(rules));
        (_images, _rules) = (images, rules);
        _episodes = new EpisodeSampler([.. images.Classes.Select(c => new EpisodeClass(c.Group, c.Split, c.FirstImage, c.ImageCount))], split, rules);
    }

    /// <summary>Classes that tasks are made of, rotated ones counted by themselves.</summary>
    public int ClassCount => _episodes.ClassCount;

    /// <summary>Draws a task.</summary>
    /// <param name="random">Stream of that task alone.</param>
    /// <param name="distortion">What is done to all its images alike.</param>
    public FewShotTask Draw(RandomStream random, AffineAugmentation? distortion = null)
    {
        var builder = new FewShotTaskBuilder(_images.Image, _rules.InvertImages, _rules.Ways, _rules.Ways * _rules.Shots, _rules.SupportCopies, _rules.Ways * _rules.Queries)
        {
            Distortion = distortion,
        };
        var classes = _episodes.Draw(random, image =>
        {
            if (image.IsQuery)
                builder.AddQuery(_images[image.Image], image.Way, image.Turns, _rules.Augmentation, random);
            else
                builder.AddSupport(_images[image.Image], image.Way, image.Turns, _rules.Augmentation, random);
        });
        return builder.Build([.. classes.Select(drawn => drawn.Number)]);
    }
}
