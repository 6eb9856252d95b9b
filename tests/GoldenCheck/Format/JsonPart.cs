using System.Text.Json;

namespace WarpGrad.GoldenCheck.Format;

/// <summary>
/// A value of a case file that knows where it stands, so that whatever is wrong with it can be told, and that remembers which values
/// were read, so that a number nobody compares does not pass for a checked one.
/// </summary>
internal sealed class JsonPart
{
    private readonly JsonElement _value;
    private readonly HashSet<string> _read;

    private JsonPart(JsonElement value, string path, HashSet<string> read) => (_value, Path, _read) = (value, path, read);

    /// <summary>Place in the file, such as <c>trajectory[0].losses[2]</c>; empty for the whole.</summary>
    public string Path { get; }

    /// <summary>The value as a number.</summary>
    public double Number => Read(JsonValueKind.Number, "a number").GetDouble();

    /// <summary>The value as a count, a size or an index.</summary>
    public int Whole => Read(JsonValueKind.Number, "a whole number").TryGetInt32(out var number) && number >= 0
        ? number
        : throw Wrong("must be a whole number that is not negative");

    /// <summary>The value as text.</summary>
    public string Text => Read(JsonValueKind.String, "a text").GetString()!;

    /// <summary>The value as a yes or no.</summary>
    public bool Flag
    {
        get
        {
            if (_value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                throw Wrong("must be true or false");
            _read.Add(Path);
            return _value.GetBoolean();
        }
    }

    /// <summary>The elements of a list.</summary>
    public IReadOnlyList<JsonPart> Items
    {
        get
        {
            Expect(JsonValueKind.Array, "a list");
            return [.. _value.EnumerateArray().Select((item, i) => new JsonPart(item, $"{Path}[{i}]", _read))];
        }
    }

    /// <summary>The entries of an object, in order.</summary>
    public IReadOnlyList<(string Name, JsonPart Value)> Entries
    {
        get
        {
            Expect(JsonValueKind.Object, "an object");
            return [.. _value.EnumerateObject().Select(entry => (entry.Name, Child(entry.Name, entry.Value)))];
        }
    }

    /// <summary>Whether it is a tensor: shape and data.</summary>
    public bool IsTensor => _value.ValueKind == JsonValueKind.Object && _value.TryGetProperty("shape", out _) && _value.TryGetProperty("data", out _);

    /// <summary>The entry of that name, which must be there.</summary>
    /// <param name="name">Name of the entry.</param>
    public JsonPart this[string name] => Find(name) ?? throw Wrong($"'{name}' is missing");

    /// <summary>Reads a file.</summary>
    /// <param name="json">Its text.</param>
    public static JsonPart Parse(string json)
    {
        try
        {
            return new JsonPart(JsonDocument.Parse(json).RootElement, "", new HashSet<string>(StringComparer.Ordinal));
        }
        catch (JsonException exception)
        {
            var place = $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            throw new InvalidCaseException(place, $"this is not JSON ({exception.Message.Split(" LineNumber")[0]})");
        }
    }

    /// <summary>The entry of that name, if it is there.</summary>
    /// <param name="name">Name of the entry.</param>
    public JsonPart? Find(string name)
    {
        Expect(JsonValueKind.Object, "an object");
        return _value.TryGetProperty(name, out var value) ? Child(name, value) : null;
    }

    /// <summary>Row-major values and shape of a tensor.</summary>
    public (double[] Values, long[] Shape) Tensor()
    {
        if (!IsTensor)
            throw Wrong("must be a tensor, an object with shape and data");
        long[] shape = [.. this["shape"].Items.Select(size => (long)size.Whole)];
        double[] values = [.. this["data"].Items.Select(item => item.Number)];
        var size = shape.Aggregate(1L, (product, length) => product * length);
        if (size != values.Length)
            throw Wrong($"holds {values.Length} numbers; its shape [{string.Join(", ", shape)}] needs {size}");
        _read.Add(Path);
        return (values, shape);
    }

    /// <summary>Counts the value as read.</summary>
    public void MarkRead() => _read.Add(Path);

    /// <summary>Complains about this value.</summary>
    /// <param name="what">What is wrong.</param>
    public InvalidCaseException Wrong(string what) => new(Path.Length > 0 ? Path : "the file", what);

    /// <summary>Numbers and flags below this value that were not read; the highest part that is wholly unread stands for what is in it.</summary>
    public IReadOnlyList<string> Unread()
    {
        var unread = new List<string>();
        CollectUnread(_value, Path, unread);
        return unread;
    }

    private static IEnumerable<(string Path, JsonElement Value)> Children(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Select(entry => (Join(path, entry.Name), entry.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select((item, i) => ($"{path}[{i}]", item)),
        _ => [],
    };

    private static string Join(string path, string name) => path.Length > 0 ? $"{path}.{name}" : name;

    /// <returns>Whether anything in it was read.</returns>
    private bool CollectUnread(JsonElement value, string path, List<string> unread)
    {
        if (_read.Contains(path))
            return true;
        var before = unread.Count;
        var any = false;
        foreach (var (childPath, child) in Children(value, path))
            any |= CollectUnread(child, childPath, unread);
        if (any)
            return true;

        // Texts are remarks. What holds nothing but remarks is one itself.
        var counts = unread.Count > before || value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
        unread.RemoveRange(before, unread.Count - before);
        if (counts)
            unread.Add(path);
        return false;
    }

    private JsonPart Child(string name, JsonElement value) => new(value, Join(Path, name), _read);

    private JsonElement Read(JsonValueKind kind, string description)
    {
        Expect(kind, description);
        _read.Add(Path);
        return _value;
    }

    private void Expect(JsonValueKind kind, string description)
    {
        if (_value.ValueKind != kind)
            throw Wrong($"must be {description}");
    }
}
