using WarpGrad.Engine.Compute;

namespace WarpGrad.Engine.Serving;

/// <summary>Judges adaptation on a caller's own examples: each is predicted by a model adapted to others alone.</summary>
public static class CrossValidation
{
    /// <summary>One fold for each example: leave-one-out.</summary>
    /// <param name="count">Examples.</param>
    public static int[] Singles(int count) => [.. Enumerable.Range(0, count)];

    /// <summary>Folds that take from each class in turn, so that none misses a class in what it is predicted by.</summary>
    /// <param name="labels">Class of each example.</param>
    /// <param name="most">Folds at most.</param>
    /// <returns>The fold of each example; as many folds as the smallest class has examples, or <paramref name="most"/>.</returns>
    public static int[] Stratified(IReadOnlyList<int> labels, int most)
    {
        var folds = Math.Min(most, labels.CountBy(label => label).Min(entry => entry.Value));
        var seen = new Dictionary<int, int>();
        return [.. labels.Select(label => (seen[label] = seen.GetValueOrDefault(label, -1) + 1) % folds)];
    }

    /// <summary>Predicts every example by the model adapted to the examples of all other folds, folds side by side.</summary>
    /// <param name="model">A model of images.</param>
    /// <param name="support">Images, uint8 [n, channels, height, width].</param>
    /// <param name="labels">Class of each image, 0 … ways − 1; without any one fold every class must still occur.</param>
    /// <param name="ways">Classes.</param>
    /// <param name="folds">Fold of each image.</param>
    /// <param name="options">Steps and step size.</param>
    /// <param name="stop">Ends between steps.</param>
    /// <returns>Class predicted for each image.</returns>
    public static int[] Predict(
        WarpModel model, ReadOnlyMemory<byte> support, IReadOnlyList<int> labels, int ways, int[] folds, AdaptationOptions options, CancellationToken stop = default)
    {
        var size = support.Length / labels.Count;
        var predicted = new int[labels.Count];

        // Pieces of one call must have tensors of the same shapes.
        foreach (var alike in Enumerable.Range(0, folds.Max() + 1).GroupBy(fold => folds.Count(other => other == fold)))
        {
            var members = alike.ToArray();
            var kind = ("folds", model.Learner.Kind, model.Spec.InnerLoop, ways, labels.Count, alike.Key, options.Steps == 0, options.Warped);
            TaskParallel.Map(members.Length, Environment.ProcessorCount, index => Judge(members[index]), stop, kind);
        }

        return predicted;

        bool Judge(int fold)
        {
            int[] rest = [.. Indices(other => other != fold)], held = [.. Indices(other => other == fold)];
            using var adapted = model.Adapt(Images(rest), [.. rest.Select(i => labels[i])], ways, options, null, (_, work) => work(), stop);
            var probabilities = adapted.Predict(Images(held), (_, work) => work());
            foreach (var (place, index) in held.Index())
                predicted[index] = Array.IndexOf(probabilities[place], probabilities[place].Max());
            return true;
        }

        IEnumerable<int> Indices(Func<int, bool> chosen) => Enumerable.Range(0, labels.Count).Where(i => chosen(folds[i]));

        byte[] Images(int[] indices)
        {
            var images = new byte[indices.Length * size];
            foreach (var (place, index) in indices.Index())
                support.Span.Slice(index * size, size).CopyTo(images.AsSpan(place * size));
            return images;
        }
    }
}
