using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WarpGrad.Fuzz.Generation;

/// <summary>Good bodies made bad: first the tree, then the text, then the bytes.</summary>
internal sealed partial class JsonMutator(Random random)
{
    private readonly List<string> _raw = [];

    /// <summary>The bytes of a body that is wrong in one to three places.</summary>
    public byte[] Mutate(JsonNode? good)
    {
        var root = new JsonArray(good?.DeepClone());
        for (var change = random.Next(1, 4); change > 0; change--)
            ChangeTree(root);
        // What no tree can hold stands in it as a mark, and is put in here.
        var text = Mark().Replace((root.Count == 0 ? null : root[0])?.ToJsonString() ?? "null", mark => _raw[int.Parse(mark.Groups[1].Value, CultureInfo.InvariantCulture)]);
        return ChangeBytes(Encoding.UTF8.GetBytes(random.Next(8) == 0 ? ChangeText(text) : text));
    }

    private void ChangeTree(JsonArray root)
    {
        var places = Places(root).ToList();
        if (places.Count == 0)
            return;
        var (parent, key) = Nasty.Pick(places, random);
        switch (random.Next(10))
        {
            case 0 when parent is JsonObject owner:
                owner.Remove(key);
                break;
            case 1 when parent is JsonObject owner:
                owner[random.Next(2) == 0 ? "unknown" : key.ToUpperInvariant()] = Raw();
                break;
            case 2 when parent is JsonObject owner:
                // The mark ends a string and begins a second value of the same name.
                owner[key] = Raw($"{Nasty.Json(random)},\"{key}\":{Nasty.Json(random)}");
                break;
            case 3 when Get(parent, key) is JsonArray list && list.Count > 0:
                for (var copies = random.Next(1, 200); copies > 0; copies--)
                    list.Add(list[0]?.DeepClone());
                break;
            default:
                Set(parent, key, Raw());
                break;
        }
    }

    private JsonValue Raw() => Raw(Nasty.Json(random));

    private JsonValue Raw(string text)
    {
        _raw.Add(text);
        return JsonValue.Create($"@raw{(_raw.Count - 1).ToString(CultureInfo.InvariantCulture)}@");
    }

    private string ChangeText(string text) => random.Next(6) switch
    {
        0 => text[..random.Next(text.Length + 1)],
        1 => text + Nasty.Pick(["x", "{}", "]", ",", "\0"], random),
        2 => "\ufeff" + text,
        3 => text.Replace(':', random.Next(2) == 0 ? '=' : ' '),
        4 => $"[{text}]",
        _ => "",
    };

    private byte[] ChangeBytes(byte[] bytes)
    {
        if (random.Next(12) == 0 && bytes.Length > 0)
            bytes[random.Next(bytes.Length)] = Nasty.Pick<byte>([0x00, 0x80, 0xC0, 0xFF, 0xED], random);
        return bytes;
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Places(JsonNode node)
    {
        var children = node switch
        {
            JsonObject owner => owner.Select(child => (child.Key, child.Value)),
            JsonArray list => list.Select((child, index) => (index.ToString(CultureInfo.InvariantCulture), child)),
            _ => [],
        };
        foreach (var (key, child) in children.ToList())
        {
            yield return (node, key);
            if (child is not null)
                foreach (var place in Places(child))
                    yield return place;
        }
    }

    private static JsonNode? Get(JsonNode parent, string key) => parent is JsonArray list ? list[int.Parse(key, CultureInfo.InvariantCulture)] : parent[key];

    private static void Set(JsonNode parent, string key, JsonNode value)
    {
        if (parent is JsonArray list)
            list[int.Parse(key, CultureInfo.InvariantCulture)] = value;
        else
            parent[key] = value;
    }

    [GeneratedRegex("\"@raw([0-9]+)@\"")]
    private static partial Regex Mark();
}
