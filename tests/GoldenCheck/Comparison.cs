using System.Globalization;
using TorchSharp;
using WarpGrad.Engine.Compute;
using WarpGrad.Engine.Networks;
using WarpGrad.GoldenCheck.Format;
using static TorchSharp.torch;

namespace WarpGrad.GoldenCheck;

/// <summary>Compares results with what a file expects and remembers the largest relative error and where it was.</summary>
/// <param name="tolerance">What is allowed.</param>
internal sealed class Comparison(Tolerance tolerance)
{
    private string? _mismatch;
    private string _worst = "";

    /// <summary>Largest relative error so far.</summary>
    public double Largest { get; private set; }

    /// <summary>Values compared.</summary>
    public long Count { get; private set; }

    /// <summary>What is wrong; null where all is within the tolerance.</summary>
    public string? Failure => _mismatch ?? (Largest <= tolerance.Relative ? null
        : string.Create(CultureInfo.InvariantCulture, $"{_worst} is off by {Largest:g3}, allowed is {tolerance.Relative:g3}"));

    /// <summary>Compares numbers.</summary>
    public void Same(JsonPart expected, double actual)
    {
        var number = expected.Number;
        Note(expected.Path, Math.Abs(number - actual), Math.Abs(number), 1);
    }

    /// <summary>Compares lists of numbers.</summary>
    public void Same(JsonPart expected, IReadOnlyList<double> actual)
    {
        foreach (var (item, value) in Pairs(expected, actual))
            Same(item, value);
    }

    /// <summary>Compares tensors.</summary>
    public void Same(JsonPart expected, Tensor actual)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var tensor = CaseTensor.Of(expected, ScalarType.Float64);
        if (!tensor.shape.SequenceEqual(actual.shape))
            Mismatch(expected, $"has the shape [{string.Join(", ", tensor.shape)}], computed was [{string.Join(", ", actual.shape)}]");
        else if (tensor.numel() > 0)
            Note(expected.Path, tensor.Minus(actual.detach().to(ScalarType.Float64)).abs().max().Number(), tensor.abs().max().Number(), tensor.numel());
    }

    /// <summary>Compares parameters by name; both sides must have the same.</summary>
    public void Same(JsonPart expected, ParameterSet actual)
    {
        var entries = expected.Entries;
        foreach (var (name, value) in entries)
        {
            if (actual.Contains(name))
                Same(value, actual[name]);
            else
                Mismatch(value, "is no parameter of the result");
        }

        if (actual.Names.Except(entries.Select(entry => entry.Name)).FirstOrDefault() is { } missing)
            Mismatch(expected, $"lacks '{missing}'");
        expected.MarkRead();
    }

    /// <summary>The elements of a list that must have as many as were computed.</summary>
    public IEnumerable<(JsonPart Expected, T Actual)> Pairs<T>(JsonPart expected, IReadOnlyList<T> actual)
    {
        var items = expected.Items;
        if (items.Count != actual.Count)
            Mismatch(expected, $"has {items.Count} entries, computed were {actual.Count}");
        return items.Zip(actual);
    }

    private void Mismatch(JsonPart expected, string what) => _mismatch ??= $"{expected.Path} {what}";

    private void Note(string path, double difference, double largest, long count)
    {
        Count += count;
        var error = tolerance.Error(difference, largest);

        // A result that is no number must not lose every comparison of sizes and so go unseen.
        if (double.IsNaN(error))
            error = double.PositiveInfinity;
        if (error >= Largest)
            (Largest, _worst) = (error, path);
    }
}
