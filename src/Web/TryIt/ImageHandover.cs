namespace WarpGrad.Web.TryIt;

/// <summary>Carries classes with their images from one page to the next, so that they need not be chosen twice.</summary>
public sealed class ImageHandover
{
    private List<LabelledBin>? _bins;

    /// <summary>Takes the images out of a question: whoever opens the next page has them.</summary>
    public void Give(ImageQuestion question)
    {
        _bins = [.. question.Bins.Where(bin => bin.Images.Count > 0)];
        question.Bins.Clear();
    }

    /// <summary>A question with the images that were given, once; null when none were.</summary>
    /// <param name="ways">The only number of classes; null for any number.</param>
    /// <param name="asks">Whether there are to be images to predict.</param>
    public ImageQuestion? Take(int? ways, bool asks = true)
    {
        var given = _bins;
        _bins = null;
        return given is { Count: > 0 } ? new ImageQuestion(ways, asks, given) : null;
    }
}
