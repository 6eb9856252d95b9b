using WarpGrad.Contracts.Adaptations;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.TryIt;

/// <summary>Classes with examples, and images to predict.</summary>
/// <param name="ways">The only number of classes; null for any number.</param>
/// <param name="asks">Whether there are to be images to predict.</param>
/// <param name="given">Classes to begin with; empty ones make up the number.</param>
public sealed class ImageQuestion(int? ways, bool asks = true, IReadOnlyList<LabelledBin>? given = null) : Question
{
    /// <summary>The only number of classes; null for any number.</summary>
    public int? Ways => ways;

    /// <summary>The classes.</summary>
    public List<LabelledBin> Bins { get; } =
        [.. given ?? [], .. Enumerable.Range(0, Math.Max(0, (ways ?? 2) - (given?.Count ?? 0))).Select(_ => new LabelledBin())];

    /// <summary>Images to predict.</summary>
    public List<TakenImage> Queries { get; } = [];

    /// <inheritdoc />
    public override string? Missing
    {
        get
        {
            var full = Bins.Where(bin => bin.Images.Count > 0).ToArray();
            if (full.Any(bin => bin.Label.Length == 0))
                return TryItTexts.NameEveryClass;
            if (full.GroupBy(bin => bin.Label).FirstOrDefault(group => group.Count() > 1) is { } twice)
                return TryItTexts.TwiceNamed.With(twice.Key);
            if (full.Length < 2)
                return TryItTexts.ShowTwoClasses;
            if (ways is not null && full.Length != ways)
                return TryItTexts.ShowWays.With(ways);
            return asks && Queries.Count == 0 ? TryItTexts.AddImage : null;
        }
    }

    /// <inheritdoc />
    public override bool HasQueries => Queries.Count > 0;

    /// <summary>The files as a program would send them.</summary>
    public CallFiles Files => new([.. Bins.SelectMany(bin => bin.Images.Select(image => (bin.Label, image.Name)))], [.. Queries.Select(image => image.Name)]);

    /// <inheritdoc />
    public override AdaptAndPredictRequest Request => new()
    {
        Support = [.. Bins.SelectMany(bin => bin.Images.Select(image => new SupportExample { Label = bin.Label, Image = image.Bytes }))],
        Query = [.. Queries.Select((image, i) => new QueryExample { Id = $"{i + 1}: {image.Name}", Image = image.Bytes })],
    };
}
