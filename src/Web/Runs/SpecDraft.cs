using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;
using WarpGrad.Web.Shared;
using WarpGrad.Web.Shared.Text;

namespace WarpGrad.Web.Runs;

/// <summary>A run spec while it is being edited: what was typed, what it means, and what is wrong with it.</summary>
public sealed class SpecDraft
{
    private const string DatasetPath = "task.dataset";

    private static readonly IReadOnlyDictionary<string, SpecField> Fields = SpecFields.All.ToDictionary(field => field.Path);

    private readonly Dictionary<string, string> _unreadable = [];
    private readonly Dictionary<string, string> _refused = [];
    private Dictionary<string, string> _wrong = [];
    private JsonObject _document = FamilyBases.Of(TaskFamily.FewShotImages);
    private JsonObject _blank = FamilyBases.Of(TaskFamily.FewShotImages);
    private (Guid Id, RunSpec Spec)? _parent;

    /// <summary>A draft of the defaults.</summary>
    public SpecDraft() => Check();

    /// <summary>The document as it would be sent.</summary>
    public JsonObject Document => _document.DeepClone().AsObject();

    /// <summary>The document as text.</summary>
    public string Json => _document.ToJsonString(SpecJson.Options);

    /// <summary>The newest state in which the network could be built.</summary>
    public RunSpec Buildable { get; private set; } = new();

    /// <summary>How many fields need attention.</summary>
    public int Problems => Fields.Keys.Count(path => ErrorOf(path) is not null);

    /// <summary>The task family.</summary>
    public TaskFamily Family => FamilyBases.FamilyOf(_document);

    /// <summary>Whether nothing but the dataset was changed since the start.</summary>
    public bool IsFresh { get; private set; } = true;

    /// <summary>Whether it still starts from the model version that it is held to.</summary>
    public bool StartsFromParent => _parent is { } parent && Guid.TryParse(Text(Value("startFrom")), out var id) && id == parent.Id;

    /// <summary>Checks, as long as the draft starts from a model version, that what must be the version's is as it is there.</summary>
    /// <param name="id">Id of the version.</param>
    /// <param name="spec">Its spec.</param>
    public void HoldTo(Guid id, RunSpec spec)
    {
        _parent = (id, spec);
        Check();
    }

    /// <summary>Begins anew from the defaults with a recipe laid over them.</summary>
    public void Start(JsonObject recipe) => Begin(SpecJson.Merge(JsonNode.Parse(SpecJson.Write(new RunSpec()))!.AsObject(), recipe));

    /// <summary>Begins anew with a blank run of a family.</summary>
    public void Start(TaskFamily family) => Begin(FamilyBases.Of(family));

    /// <summary>Changes the task family and keeps all else, if it then fits together.</summary>
    /// <returns>Whether it did; when not, nothing was changed.</returns>
    public bool TryChange(TaskFamily family)
    {
        var changed = SpecJson.Merge(_document, new JsonObject { ["task"] = new JsonObject { ["family"] = Say.Key(family) } });
        if (SpecJson.TryRead(changed, out _) is not { } spec || Faults(spec).Any(error => error.Path != DatasetPath))
            return false;
        Begin(changed);
        IsFresh = false;
        return true;
    }

    /// <summary>Whether a field matters as the others stand.</summary>
    public bool Applies(SpecField field) => field.Applies(path => Text(Value(path)));

    /// <summary>The choices of a field that fit the task family.</summary>
    public IEnumerable<string> OptionsOf(SpecField field) => field.Path == "learner.architecture"
        ? Family.ArchitecturesOf().Select(Say.Key)
        : field.Options;

    /// <summary>What stands in a field.</summary>
    public string TextOf(SpecField field) => _unreadable.TryGetValue(field.Path, out var text) ? text : Text(Value(field.Path));

    /// <summary>Whether a yes-or-no field is on.</summary>
    public bool IsOn(SpecField field) => Value(field.Path)?.GetValueKind() == JsonValueKind.True;

    /// <summary>Whether a field differs from what a blank run of the family begins with.</summary>
    public bool IsChanged(SpecField field) => TextOf(field) != Text(Value(field.Path, _blank));

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? ErrorOf(string path) => _refused.GetValueOrDefault(path)
        ?? (_unreadable.ContainsKey(path) ? Unreadable(Fields[path]) : _wrong.GetValueOrDefault(path));

    /// <summary>Takes over what was typed into a field.</summary>
    public void Set(SpecField field, string text)
    {
        Forgive();
        IsFresh &= field.Path == DatasetPath;
        if (Parse(field, text.Trim()) is { } value)
        {
            _unreadable.Remove(field.Path);
            Put(field.Path, value);
        }
        else if (field.Kind == SpecFieldKind.Reference && (!field.Optional || string.IsNullOrWhiteSpace(text)))
        {
            _unreadable.Remove(field.Path);
            Put(field.Path, null);
        }
        else
        {
            _unreadable[field.Path] = text;
        }

        Check();
    }

    /// <summary>Takes over a whole spec as text, if it can be read and has no fault that the form could not show.</summary>
    /// <returns>What is wrong: what kept it out, or faults of fields that are now in the form.</returns>
    public IReadOnlyList<SpecTextError> Take(string text)
    {
        if (SpecText.Read(text, out var unreadable) is not { } spec)
            return unreadable;
        var errors = Faults(spec);
        var hidden = errors.Where(error => Fields.TryGetValue(error.Path, out var field) && !SpecFields.Applies(field, spec)).ToList();
        if (hidden.Count > 0)
            return [.. hidden.Select(At)];
        _document = JsonNode.Parse(SpecJson.Write(spec))!.AsObject();
        _blank = FamilyBases.Of(Family);
        IsFresh = false;
        _unreadable.Clear();
        Forgive();
        Check();
        return [.. errors.Where(error => error.Path != DatasetPath || spec.Task.Dataset is not null).Select(At)];

        SpecTextError At(SpecError error) => new(SpecText.LineOf(text, error.Path), error.Path, error.Message);
    }

    /// <summary>Takes over what the server refused, and gives the messages that belong to no field.</summary>
    public IReadOnlyList<string> Refuse(IReadOnlyDictionary<string, string[]> errors)
    {
        var elsewhere = new List<string>();
        foreach (var (path, messages) in errors)
        {
            var bare = path.StartsWith("spec.", StringComparison.Ordinal) ? path["spec.".Length..] : path;
            if (Fields.TryGetValue(bare, out var field) && Applies(field))
                _refused[bare] = string.Join('\n', messages);
            else
                elsewhere.AddRange(messages);
        }

        return elsewhere;
    }

    /// <summary>Forgets what the server refused: it was about what was sent, and that has changed.</summary>
    public void Forgive() => _refused.Clear();

    private void Begin(JsonObject document)
    {
        _document = document;
        _blank = FamilyBases.Of(Family);
        IsFresh = true;
        _unreadable.Clear();
        Forgive();
        Check();
    }

    private void Check()
    {
        Mend();
        if (SpecJson.TryRead(_document, out _) is { } spec && !_wrong.Keys.Any(IsOfNetwork))
            Buildable = spec;
    }

    private static bool IsOfNetwork(string path) => path.StartsWith("learner.", StringComparison.Ordinal) || path == "task.ways";

    private void Mend()
    {
        _wrong = Errors();
        // What is wrong with a field that is not shown could not be mended there: it takes its default.
        var hidden = Fields.Values.Where(field => !Applies(field) && ErrorOf(field.Path) is not null).ToArray();
        if (hidden.Length == 0)
            return;
        foreach (var field in hidden)
        {
            _unreadable.Remove(field.Path);
            _refused.Remove(field.Path);
            Put(field.Path, JsonSerializer.SerializeToNode(field.Default, SpecJson.Options));
        }

        _wrong = Errors();
    }

    private Dictionary<string, string> Errors() => SpecJson.TryRead(_document, out var unreadable) is { } spec
        ? Faults(spec).GroupBy(error => error.Path).ToDictionary(group => group.Key, group => string.Join('\n', group.Select(error => error.Message)))
        : new Dictionary<string, string> { [unreadable!.Path] = unreadable.Message };

    private IReadOnlyList<SpecError> Faults(RunSpec spec) =>
        _parent is { } parent && spec.StartFrom == parent.Id ? [.. SpecValidator.Validate(spec), .. StartRules.Check(spec, parent.Spec)] : SpecValidator.Validate(spec);

    private JsonNode? Value(string path) => Value(path, _document);

    private static JsonNode? Value(string path, JsonObject document) => SpecJson.At(document, path);

    private void Put(string path, JsonNode? value)
    {
        var names = path.Split('.');
        var parent = names[..^1].Aggregate(_document, (node, name) => node[name]!.AsObject());
        parent[names[^1]] = value;
    }

    private static JsonNode? Parse(SpecField field, string text) => field.Kind switch
    {
        SpecFieldKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : null,
        SpecFieldKind.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? JsonValue.Create(real) : null,
        SpecFieldKind.Boolean => bool.TryParse(text, out var on) ? JsonValue.Create(on) : null,
        SpecFieldKind.Choice => field.Options.Contains(text) ? JsonValue.Create(text) : null,
        SpecFieldKind.Text => JsonValue.Create(text),
        SpecFieldKind.Reference => Guid.TryParse(text, out var id) ? JsonValue.Create(id.ToString()) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field.Kind, "Unknown kind of field."),
    };

    private static string Unreadable(SpecField field) => field.Kind switch
    {
        SpecFieldKind.Integer => RunsTexts.MustBeWhole.With(field.Label),
        SpecFieldKind.Reference => RunsTexts.MustBeId.With(field.Label),
        _ => RunsTexts.MustBeNumber.With(field.Label),
    };

    private static string Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "";
}
