using System.Globalization;
using WarpGrad.Contracts.Adaptations;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.TryIt;

/// <summary>Points of a curve, and inputs at which it is asked for.</summary>
/// <param name="frame">Where the model's curves lie.</param>
public sealed class CurveQuestion(CurveFrame frame) : Question
{
    private const int MostPoints = 500;

    /// <summary>Where the model's curves lie.</summary>
    public CurveFrame Frame => frame;

    /// <summary>The examples.</summary>
    public List<CurvePoint> Points { get; } = [];

    /// <summary>Inputs to predict, as typed. A model answers no question without one, and the middle is as good as any.</summary>
    public string Asked { get; set; } = "0";

    /// <inheritdoc />
    public override string? Missing => (Points.Count, Inputs is [] || Inputs.Contains(null), Points.Any(point => !point.IsWhole)) switch
    {
        (0, _, _) => TryItTexts.ClickForPoint,
        ( > MostPoints, _, _) => TryItTexts.MostPoints.With(MostPoints),
        (_, true, _) => TryItTexts.WriteInputs,
        (_, _, true) => TryItTexts.TwoNumbers,
        _ => null,
    };

    /// <inheritdoc />
    public override bool HasQueries => Inputs.Length > 0 && !Inputs.Contains(null);

    /// <inheritdoc />
    public override AdaptAndPredictRequest Request => new()
    {
        Support = [.. Points.Select(point => new SupportExample { X = [point.X!.Value], Y = [point.Y!.Value], Part = point.Part })],
        Query = [.. Inputs.OfType<double>().Select(x => new QueryExample { Id = "x = " + x.ToString(CultureInfo.InvariantCulture), X = [x] })],
    };

    private double?[] Inputs => [.. Asked.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(Number)];

    /// <summary>Adds an example in the part where it lies.</summary>
    public void Add(double x, double y)
    {
        var (roundX, roundY) = (Math.Round(x, 2), Math.Round(y, 2));
        Points.Add(new CurvePoint { X = roundX, Y = roundY, Part = Frame.PartOf(roundX) });
    }

    /// <summary>Takes the points of a sine curve, or of one sine per part, as a beginning.</summary>
    public void AddExample()
    {
        var random = new Random(Points.Count);
        for (var part = 0; part < Frame.Parts; part++)
        {
            var (amplitude, phase) = (Frame.Height * (0.4 + 0.5 * random.NextDouble()), Math.PI * random.NextDouble());
            for (var i = 0; i < 10; i++)
            {
                var x = -Frame.Range + 2 * Frame.Range * (part + random.NextDouble()) / Frame.Parts;
                Add(x, amplitude * Math.Sin(x + phase));
            }
        }
    }
}

/// <summary>A point being entered.</summary>
public sealed class CurvePoint
{
    /// <summary>Tells points apart whatever their values are.</summary>
    public Guid Key { get; } = Guid.NewGuid();

    /// <summary>Input; null while it is no number.</summary>
    public double? X { get; set; }

    /// <summary>Target; null while it is no number.</summary>
    public double? Y { get; set; }

    /// <summary>Part it belongs to, from 0.</summary>
    public int Part { get; set; }

    /// <summary>Whether both are numbers.</summary>
    public bool IsWhole => X is not null && Y is not null;
}
