using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Web.Runs;

/// <summary>A run spec while it is being edited: what was typed, what it means, and what is wrong with it.</summary>
public sealed class SpecDraft
{
    private static readonly IReadOnlyDictionary<string, SpecField> Fields = SpecFields.All.ToDictionary(field => field.Path);

    private readonly Dictionary<string, string> _unreadable = [];
    private readonly Dictionary<string, string> _refused = [];
    private Dictionary<string, string> _wrong = [];
    private JsonObject _document = Defaults();

    /// <summary>A draft of the defaults.</summary>
    public SpecDraft() => Check();

    /// <summary>The document as it would be sent.</summary>
    public JsonObject Document => _document.DeepClone().AsObject();

    /// <summary>The document as text.</summary>
    public string Json => _document.ToJsonString(SpecJson.Options);

    /// <summary>How many fields need attention.</summary>
    public int Problems => Fields.Keys.Count(path => ErrorOf(path) is not null);

    /// <summary>Begins anew from the defaults with a recipe laid over them; the dataset chosen stays.</summary>
    public void Start(JsonObject? recipe)
    {
        var dataset = Value("task.dataset")?.DeepClone();
        _document = recipe is null ? Defaults() : SpecJson.Merge(Defaults(), recipe);
        if (dataset is not null)
            Put("task.dataset", dataset);
        _unreadable.Clear();
        _refused.Clear();
        Check();
    }

    /// <summary>What stands in a field.</summary>
    public string TextOf(SpecField field) => _unreadable.TryGetValue(field.Path, out var text) ? text : Text(Value(field.Path));

    /// <summary>Whether a yes-or-no field is on.</summary>
    public bool IsOn(SpecField field) => Value(field.Path)?.GetValueKind() == JsonValueKind.True;

    /// <summary>Whether a field differs from its default.</summary>
    public bool IsChanged(SpecField field) => TextOf(field) != Text(JsonSerializer.SerializeToNode(field.Default, SpecJson.Options));

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? ErrorOf(string path) => _refused.GetValueOrDefault(path)
        ?? (_unreadable.ContainsKey(path) ? Unreadable(Fields[path]) : _wrong.GetValueOrDefault(path));

    /// <summary>Takes over what was typed into a field.</summary>
    public void Set(SpecField field, string text)
    {
        _refused.Remove(field.Path);
        if (Parse(field, text.Trim()) is { } value)
        {
            _unreadable.Remove(field.Path);
            Put(field.Path, value);
        }
        else if (field.Kind == SpecFieldKind.Reference)
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

    /// <summary>Takes over what the server refused, and gives the messages that belong to no field.</summary>
    public IReadOnlyList<string> Refuse(IReadOnlyDictionary<string, string[]> errors)
    {
        var elsewhere = new List<string>();
        foreach (var (path, messages) in errors)
        {
            var bare = path.StartsWith("spec.", StringComparison.Ordinal) ? path["spec.".Length..] : path;
            if (Fields.ContainsKey(bare))
                _refused[bare] = string.Join('\n', messages);
            else
                elsewhere.AddRange(messages);
        }

        return elsewhere;
    }

    private static JsonObject Defaults() => JsonNode.Parse(SpecJson.Write(new RunSpec()))!.AsObject();

    private void Check() => _wrong = SpecJson.TryRead(_document, out var unreadable) is { } spec
        ? SpecValidator.Validate(spec).GroupBy(error => error.Path).ToDictionary(group => group.Key, group => string.Join('\n', group.Select(error => error.Message)))
        : new Dictionary<string, string> { [unreadable!.Path] = unreadable.Message };

    private JsonNode? Value(string path) => path.Split('.').Aggregate((JsonNode?)_document, (node, name) => node?[name]);

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

    private static string Unreadable(SpecField field) => field.Kind == SpecFieldKind.Integer
        ? $"{field.Label} must be a whole number."
        : $"{field.Label} must be a number, with a point before decimals.";

    private static string Text(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value?.ToJsonString() ?? "";
}
