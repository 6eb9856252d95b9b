using System.Globalization;
using WarpGrad.Contracts.Models;
using WarpGrad.Contracts.Runs;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Api.Models.Cards;

/// <summary>Writes model cards. Every sentence follows from the record; nothing is claimed that was not measured.</summary>
internal static class ModelCardWriter
{
    public static ModelCard Write(RecordedModel record)
    {
        var title = $"{record.Version.Model!.Name}, version {record.Version.Number}";
        List<CardSection> sections =
        [
            Section("Task", [.. SpecFacts(record.Spec, "task.")], null),
            Data(record),
            Section("Network", [.. SpecFacts(record.Spec, "learner."), Fact("Model file", $"{CardFigures.Bytes(record.Version.Blob!.Length)}, SHA-256 {record.Version.Blob.Hash}")], null),
            Section("Method", [.. SpecFacts(record.Spec, "metaLearner."), .. SpecFacts(record.Spec, "innerLoop."), .. SpecFacts(record.Spec, "outerLoop.")], null),
            Result(record),
            .. Shots(record),
            .. Comparisons(record),
            Section("Limits", [], null, [.. CardLimits.Of(record)]),
            Section("Licence", [], null, record.Version.Model.License is { Length: > 0 } license ? license : "Its team has not stated one: ask before you use it outside."),
            Origin(record),
        ];
        return new ModelCard(title, sections, record.Version.Model.Description, CardMarkdown.Write(title, record.Version.Model.Description, sections));
    }

    private static CardSection Data(RecordedModel record)
    {
        if (!record.Spec.Task.Family.NeedsDataset())
            return Section("Data", [], null, "None: its tasks are drawn from the seed.");
        var image = ModelAnswers.Input(record.Version);
        return Section("Data",
        [
            Fact("Dataset", record.DatasetName ?? "not shared with you"),
            Fact("Content hash", record.Version.DatasetHash),
            .. image is null ? [] : new[] { Fact("Images", $"{image.Height} × {image.Width}, {(image.Channels == 1 ? "grey" : "colour")}") },
        ], null, "Training, validation and test tasks are made of different classes.");
    }

    private static CardSection Result(RecordedModel record)
    {
        if (ModelAnswers.Result(record.Version) is not { } result)
            return Section("Result", [], null, "Not measured here: the file was imported.");
        var measure = result.Measure;
        List<CardFact> facts =
        [
            Fact(CardFigures.Name(measure), $"{ScoreText.Of(measure, result.Score)} ± {ScoreText.Of(measure, result.Interval95)} (95 % interval over {result.Tasks} test tasks)"),
            Fact("Loss", ScoreText.Number(result.Loss)),
            .. result.Details.Where(detail => !ResultDetails.IsOfShots(detail.Key)).Select(detail => Fact(detail.Key, ScoreText.Number(detail.Value))),
            .. SeedFacts(record, measure),
        ];
        List<IReadOnlyList<string>> curve =
        [
            ["Adaptation steps", CardFigures.Name(measure), "Loss"],
            .. result.Steps.Select((step, index) => new[]
            {
                step.ToString(CultureInfo.InvariantCulture), ScoreText.Of(measure, result.ScoreByStep[index]), ScoreText.Number(result.LossByStep[index]),
            }),
        ];
        return Section("Result", facts, curve);
    }

    private static IEnumerable<CardSection> Shots(RecordedModel record)
    {
        if (ModelAnswers.Result(record.Version) is not { } result || ResultDetails.ShotCurve(result, record.Spec.Task.Shots) is not { Count: > 0 } curve)
            yield break;
        List<IReadOnlyList<string>> table = [["Labelled examples", CardFigures.Name(result.Measure)]];
        table.AddRange(curve.Select(point => new[]
        {
            point.Shots.ToString(CultureInfo.InvariantCulture), $"{ScoreText.Of(result.Measure, point.Score)} ± {ScoreText.Of(result.Measure, point.Interval95)}",
        }));
        yield return Section("By number of labelled examples", [], table);
    }

    private static IEnumerable<CardFact> SeedFacts(RecordedModel record, Measure measure)
    {
        var scores = record.Seeds.Select(run => run.Result.Score).ToList();
        if (scores.Count < 2)
            yield break;
        var mean = scores.Average();
        var deviation = Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Count - 1));
        yield return Fact("Seeds", string.Join(", ", record.Seeds.Select(run => run.Spec.Seed)));
        yield return Fact("Over seeds", $"{ScoreText.Of(measure, mean)} ± {ScoreText.Of(measure, deviation)} (mean and standard deviation of {scores.Count} runs)");
    }

    private static IEnumerable<CardSection> Comparisons(RecordedModel record)
    {
        if (record.Baselines.Count == 0)
            yield break;
        IReadOnlyList<string> Row(string name, RunSpec spec, long step, EvaluationSummary result) =>
        [
            name, spec.Seed.ToString(CultureInfo.InvariantCulture), step.ToString("N0", CultureInfo.InvariantCulture),
            $"{ScoreText.Of(result.Measure, result.Score)} ± {ScoreText.Of(result.Measure, result.Interval95)}",
        ];
        List<IReadOnlyList<string>> table = [["Method", "Seed", "Meta-steps", CardFigures.Name(record.Spec.Task.Family.MeasureOf())]];
        if (ModelAnswers.Result(record.Version) is { } own)
            table.Add(Row($"This version ({Method(record.Spec)})", record.Spec, record.Version.Step, own));
        table.AddRange(record.Baselines.Select(run => Row(record.OwnTeam ? $"{run.Name} ({Method(run.Spec)})" : Method(run.Spec), run.Spec, run.Step, run.Result)));
        yield return Section("Against other methods with the same budget", [], table, "Runs of the same team on the same tasks and data that the same limit ended: equal time, or equal numbers of meta-steps of as many tasks. Time depends on what else the machine did; what does not train needs none.");
    }

    /// <summary>A method in words; names of runs are the team's alone.</summary>
    private static string Method(RunSpec spec) => string.Join(", ", SpecFields.All
        .Where(field => field.Path is "metaLearner.algorithm" or "metaLearner.objective" or "metaLearner.initialization" or "learner.warp" && SpecFields.Applies(field, spec))
        .Select(field => $"{field.Label.ToLowerInvariant()} {SpecFields.Text(field, spec)}"));

    private static CardSection Origin(RecordedModel record)
    {
        var (version, run) = (record.Version, record.Version.Run);
        List<CardFact> facts = [Fact("Team", version.Model!.Team!.Name), Fact("Registered", CardFigures.Time(version.CreatedAt)), Fact("Meta-steps", version.Step.ToString("N0", CultureInfo.InvariantCulture)), Fact("Seed", record.Spec.Seed.ToString(CultureInfo.InvariantCulture))];
        if (run is not null)
            facts.Add(Fact("Software", run.SoftwareVersion));
        if (run is { StartedAt: { } started, FinishedAt: { } finished })
            facts.Add(Fact("From start to end", CardFigures.Duration(finished - started)));
        if (record.OwnTeam)
            facts.Add(Fact(run is null ? "Imported by" : "Submitted by", version.CreatedBy));
        var notes = new List<string>();
        if (run is null)
            notes.Add("Imported from a file: run, data and result are what the file says, or unknown.");
        if (record.Spec.StartFrom is not null)
            notes.Add("Training started from another model version; the lineage shows which.");
        return new CardSection("Origin", facts, null, notes);
    }

    /// <summary>Fields of a part of the spec that matter, the plain ones and the others where they are not at their default.</summary>
    private static IEnumerable<CardFact> SpecFacts(RunSpec spec, string prefix)
    {
        var usual = new RunSpec();
        return SpecFields.All
            .Where(field => field.Path.StartsWith(prefix, StringComparison.Ordinal) && field.Kind != SpecFieldKind.Reference && SpecFields.Applies(field, spec))
            .Where(field => !field.Advanced || SpecFields.Text(field, spec) != SpecFields.Text(field, usual))
            .Select(field => Fact(Label(field), Value(field, spec)));
    }

    private static string Value(SpecField field, RunSpec spec) => (field.Kind, SpecFields.Text(field, spec)) switch
    {
        (SpecFieldKind.Boolean, "true") => "yes",
        (SpecFieldKind.Boolean, _) => "no",
        (_, var text) => $"{text} {field.Unit}".Trim(),
    };

    /// <summary>Name of a field; what warp-layers, initialisation and learned rates each have says whose it is.</summary>
    private static string Label(SpecField field) => field.Path.Split('.') switch
    {
        ["outerLoop", "warp", _] => $"{field.Label}, warp-layers",
        ["outerLoop", "initialization", _] => $"{field.Label}, initialisation",
        ["outerLoop", "rates", _] => $"{field.Label}, learned rates",
        _ => field.Label,
    };

    private static CardFact Fact(string name, string value) => new(name, value);

    private static CardSection Section(string title, IReadOnlyList<CardFact> facts, IReadOnlyList<IReadOnlyList<string>>? table, params IReadOnlyList<string> notes) =>
        new(title, facts, table, notes);
}
