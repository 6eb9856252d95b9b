using WarpGrad.Contracts.Adaptations;
using WarpGrad.Data.Adaptations;
using WarpGrad.Engine;
using WarpGrad.Engine.Learners;
using WarpGrad.Engine.Serving;

namespace WarpGrad.Jobs.Adaptations;

/// <summary>Ranks models by cross-validation on a caller's examples.</summary>
internal static class Ranking
{
    private const int MostFolds = 5;

    /// <summary>Judges every candidate, one after the other, as long as there is time.</summary>
    /// <param name="question">Examples, two of every label at least, and candidates.</param>
    /// <param name="models">Gives models.</param>
    /// <param name="longest">Time for all of them.</param>
    /// <param name="stop">Ends between steps.</param>
    public static ModelRanking Of(RankingQuestion question, ModelCache models, TimeSpan longest, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(longest);
        List<string> labels = [.. question.Support.Select(example => example.Label!).Distinct()];
        int[] classes = [.. question.Support.Select(example => labels.IndexOf(example.Label!))];
        var folds = CrossValidation.Stratified(classes, MostFolds);
        var pixels = new Dictionary<ImageShape, byte[]>();
        var (ranked, leftOut) = (new List<RankedModel>(), question.LeftOut.ToList());
        foreach (var candidate in question.Candidates)
            try
            {
                limit.Token.ThrowIfCancellationRequested();
                ranked.Add(Judge(candidate));
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                leftOut.Add(new LeftOutModel(candidate.Model, candidate.Name, $"It was not finished within the {longest.TotalSeconds:0} seconds of a ranking: name fewer models, or send fewer images."));
            }
            catch (Exception exception) when (exception is InvalidOperationException or InvalidDataException && models.IsGone(candidate.BlobId))
            {
                leftOut.Add(new LeftOutModel(candidate.Model, candidate.Name, "It was deleted meanwhile."));
            }
            catch (ArgumentException unfit)
            {
                leftOut.Add(new LeftOutModel(candidate.Model, candidate.Name, Sentences.Of(unfit)));
            }

        return new ModelRanking(folds.Max() + 1, [.. ranked.OrderByDescending(model => model.Accuracy).ThenBy(model => model.Model, StringComparer.Ordinal)], leftOut);

        RankedModel Judge(RankingCandidate candidate)
        {
            using var borrowed = models.Borrow(candidate.BlobId);
            var shape = borrowed.Thing.Image ?? throw new ArgumentException("It takes no images.");
            if (!pixels.TryGetValue(shape, out var support))
                pixels[shape] = support = PackedPixels.OfSupport(question.Support, shape);
            var predicted = CrossValidation.Predict(
                borrowed.Thing, support, classes, labels.Count, folds, new AdaptationOptions(question.Steps), limit.Token);
            var correct = predicted.Zip(classes).Count(pair => pair.First == pair.Second);
            var (low, high) = Wilson.Interval95(correct, classes.Length);
            return new RankedModel(candidate.Model, candidate.Name, candidate.Version, (double)correct / classes.Length, low, high, correct, classes.Length);
        }
    }
}
