using System.Globalization;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Sweeps;

/// <summary>The trials that a sweep consists of, worked out from its request: the same request gives the same trials.</summary>
public static class SweepPlan
{
    /// <summary>Most values of an axis.</summary>
    public const int MostValues = 100;

    /// <summary>What is wrong with the request, whatever the spec; empty when trials can be made.</summary>
    /// <param name="request">The request.</param>
    public static IReadOnlyList<SpecError> Check(CreateSweepRequest request)
    {
        // Callers' JSON may have null in places where no annotation allows it.
        if (request.Axes is not { Count: > 0 })
            return [new SpecError("axes", "Name at least one field that varies.")];
        var errors = new List<SpecError>();
        foreach (var (place, axis) in request.Axes.Index())
            if (CheckAxis(axis, request) is { } wrong)
                errors.Add(new SpecError($"axes[{place}]", wrong));
        if (request.Axes.Select(axis => axis?.Path).OfType<string>().GroupBy(path => path).Any(axes => axes.Count() > 1))
            errors.Add(new SpecError("axes", "A field varies along one axis only."));
        if (errors.Count == 0 && Count(request) is var trials && trials is < 1 or > Limits.SweepTrials)
            errors.Add(new SpecError(request.Search == SweepSearch.Grid ? "axes" : "trials", string.Create(CultureInfo.InvariantCulture,
                $"A sweep has 1 to {Limits.SweepTrials} trials; this one would have {trials}.")));
        if (request.Search == SweepSearch.Halving && request.Reduction is < 2 or > 10)
            errors.Add(new SpecError("reduction", "One in 2 to 10 trials goes on."));
        return errors;
    }

    /// <summary>Number of trials; of a valid axis list.</summary>
    /// <param name="request">The request.</param>
    public static long Count(CreateSweepRequest request) => request.Search == SweepSearch.Grid
        ? request.Axes.Aggregate(1L, (product, axis) => Math.Min(product * (axis.Values?.Count ?? axis.Points ?? 0), int.MaxValue))
        : request.Trials;

    /// <summary>Values of every trial, in the order of the axes.</summary>
    /// <param name="request">A request without errors.</param>
    public static IReadOnlyList<IReadOnlyList<JsonValue>> Trials(CreateSweepRequest request) => request.Search == SweepSearch.Grid
        ? [.. Combinations([.. request.Axes.Select(GridValues)])]
        : [.. Enumerable.Range(0, request.Trials).Select(trial => Drawn(request, trial))];

    /// <summary>The spec of a trial.</summary>
    /// <param name="spec">The spec that trials vary.</param>
    /// <param name="axes">The axes.</param>
    /// <param name="values">The trial's values in the order of the axes.</param>
    public static JsonObject Apply(JsonObject spec, IReadOnlyList<SweepAxis> axes, IReadOnlyList<JsonValue> values) =>
        axes.Zip(values).Aggregate(spec, (document, pair) => SpecJson.Merge(document, Nested(pair.First.Path, pair.Second)));

    /// <summary>Meta-steps of the rungs of successive halving, the whole length last.</summary>
    /// <param name="minSteps">Meta-steps of the first rung.</param>
    /// <param name="reduction">Factor between rungs.</param>
    /// <param name="spec">The spec of the trials; rungs are multiples of its evaluation interval, because trials are judged there.</param>
    public static IReadOnlyList<long> Rungs(long minSteps, int reduction, RunSpec spec)
    {
        var interval = spec.Evaluation.Interval;
        var rungs = new List<long>();
        for (var steps = Math.Max(minSteps, 1); steps < spec.OuterLoop.MetaSteps; steps *= reduction)
        {
            var rung = (steps + interval - 1) / interval * interval;
            if (rung < spec.OuterLoop.MetaSteps && (rungs.Count == 0 || rung > rungs[^1]))
                rungs.Add(rung);
        }

        return [.. rungs, spec.OuterLoop.MetaSteps];
    }

    private static string? CheckAxis(SweepAxis? axis, CreateSweepRequest request)
    {
        if (axis?.Path is null)
            return "An axis names the 'path' of the field that varies.";
        var field = SpecFields.Find(axis.Path);
        if (field is null)
            return $"There is no field '{axis.Path}' in a run spec.";
        if (axis.Values is not null)
            return axis is { Min: null, Max: null, Points: null, Log: false }
                ? axis.Values.Count is >= 1 and <= MostValues && !axis.Values.Contains(null!) ? null : $"'{axis.Path}' takes 1 to {MostValues} values, none of them null."
                : $"'{axis.Path}' has either values or a range.";
        if (field.Kind is not (SpecFieldKind.Integer or SpecFieldKind.Number))
            return $"'{axis.Path}' is not a number: list its values.";
        if (axis is not { Min: { } min, Max: { } max } || !double.IsFinite(min) || !double.IsFinite(max) || min >= max)
            return $"'{axis.Path}' needs values, or a range with 'min' below 'max'.";
        if (axis.Log && min <= 0)
            return $"'{axis.Path}' is logarithmic: 'min' must be above 0.";
        if (!double.IsFinite(axis.Log ? max / min : max - min))
            return $"The range of '{axis.Path}' is wider than any number: bring 'min' and 'max' closer.";
        return (request.Search == SweepSearch.Grid) switch
        {
            true when axis.Points is not (>= 2 and <= MostValues) => $"In a grid the range of '{axis.Path}' needs 'points' from 2 to {MostValues}.",
            false when axis.Points is not null => $"'points' of '{axis.Path}' is for grids: other searches draw from the whole range.",
            _ => null,
        };
    }

    private static JsonValue[] GridValues(SweepAxis axis) => axis.Values is { } values ? [.. values]
        : [.. Enumerable.Range(0, axis.Points!.Value).Select(point => Between(axis, point / (axis.Points.Value - 1.0)))
            .DistinctBy(value => value.ToJsonString(), StringComparer.Ordinal)];

    private static IEnumerable<IReadOnlyList<JsonValue>> Combinations(JsonValue[][] axes) =>
        axes.Aggregate<JsonValue[], IEnumerable<IReadOnlyList<JsonValue>>>([[]], (rows, axis) =>
            rows.SelectMany(row => axis.Select(value => (IReadOnlyList<JsonValue>)[.. row, value])));

    private static JsonValue[] Drawn(CreateSweepRequest request, int trial)
    {
        // A trial's draws depend on the seed and its number only, so that a longer sweep begins with the trials of a shorter one.
        var random = new Random(HashCode(request.Seed, trial));
        return [.. request.Axes.Select(axis => axis.Values is { } values ? values[random.Next(values.Count)] : Between(axis, random.NextDouble()))];
    }

    /// <summary>The number at a share of the way through a range, rounded to what is worth writing.</summary>
    private static JsonValue Between(SweepAxis axis, double share)
    {
        var (min, max) = (axis.Min!.Value, axis.Max!.Value);
        var value = axis.Log ? min * Math.Pow(max / min, share) : min + (max - min) * share;
        if (SpecFields.Find(axis.Path)!.Kind == SpecFieldKind.Integer)
            return JsonValue.Create((long)Math.Round(value));
        return JsonValue.Create(Math.Clamp(double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), min, max));
    }

    private static JsonObject Nested(string path, JsonValue value) =>
        path.Split('.').Reverse().Aggregate((JsonNode)value.DeepClone(), (node, name) => new JsonObject { [name] = node }).AsObject();

    /// <summary>Mixes seed and number (SplitMix64), because neighbouring seeds of the library's generator draw alike.</summary>
    private static int HashCode(long seed, int trial)
    {
        var mixed = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL + (ulong)(trial + 1) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0x94D049BB133111EBUL);
        return unchecked((int)(mixed ^ (mixed >> 31)));
    }
}
