using System.Text;

namespace WarpGrad.Fuzz.Generation;

/// <summary>Values that break programs.</summary>
internal static class Nasty
{
    private static readonly string[] Strings =
    [
        "", " ", "\\t\\r\\n", "\\u0000", "a\\u0000b", "\\ud800", "x\\udc00y", "\\udfff\\ud800", "\\ud83d\\ude00", "\\uffff", "\\ufeff", "\\u200b", "\\u0085", "\\u2028",
        "\\u202etxt.exe", "\\u0301\\u0301", "İstanbul ß", "../../etc/passwd", "..\\\\..\\\\boot.ini", "/", ".", "..", "a/b", "CON", "C:\\\\x",
        "a\\r\\nSet-Cookie: x=1", "name\\\"; filename=\\\"x", "'; DROP TABLE users; --", "' OR '1'='1", "\\\\", "%", "_", "%25", "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "{{7*7}}", "${jndi:ldap://x}", "%s%n%x", "=1+1", "@SUM(A1)", "NaN", "Infinity", "-Infinity", "null",
        "true", "0", "-1", "1e400", "0x10", "１２", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{00000000-0000-0000-0000-000000000001}",
        "2026-02-30", "9999-12-31T23:59:59.9999999+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "data:image/png;base64,AA", "AA==", "@", "a@", "a@b",
        "a@b\\u0000c", "latest", "main",
    ];

    private static readonly string[] Others =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "2", "0.1", "1e-320", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e19",
        "1e308", "1e309", "-1e400", "123456789012345678901234567890", "[]", "{}", "[null]", "[[]]", "[1,\"a\",null]", "{\"a\":{}}", "{\"\":0}", "{\"a\":1,\"a\":2}", "{\"$ref\":\"#\",\"$type\":\"System.Object\"}", "\"\\ud800\"",
    ];

    private static readonly string[] Broken = ["NaN", "Infinity", "undefined", "'x'", "\"\\x\"", "\"\\u12\"", "01", "1.", "+1", "", "/*x*/1", "\"\t\"", "[1,]", "{\"a\"}", "\"", "tru"];

    private static readonly string[] Headers =
    [
        "", "-1", "00", "1e3", "0x10", "1.5", "+4", "4, 4", "NaN", "9223372036854775807", "9223372036854775808", "99999999999999999999999999999", "name", "name  ", ",,,", "name !!!",
        "name YQ", "name /w==", "name AA==", "name YQ==,name YQ==", "a b c", "name YQ==,size LTE=", "name YQ==,color AA==", "filename Li4vLi4v", "filename LnppcA==",
    ];

    private static readonly string[] Escapes = ["%00", "%ff", "%c0%af", "%ed%a0%80", "%2e%2e%2f%2e%2e%2f", "%2f", "%5c", "%", "%zz", "%0d%0aX-Evil:%201", "+", "%20", "..", ".", "%2e%2e", "%e2%80%ae", "%25%30%30", ";a=b", "%3F", "%23"];

    /// <summary>The text of a JSON value.</summary>
    public static string Json(Random random) => random.Next(100) switch
    {
        < 55 => $"\"{JsonText(random)}\"",
        < 90 => Pick(Others, random),
        < 94 => Nested(random.Next(2) == 0 ? 40 : 3000, random.Next(2) == 0),
        < 97 => $"[{string.Join(',', Enumerable.Repeat(Pick(Others, random), 300))}]",
        _ => Pick(Broken, random),
    };

    /// <summary>Text for inside a JSON string, escaped.</summary>
    public static string JsonText(Random random) => random.Next(12) switch
    {
        0 => new string('x', Pick([51, 81, 101, 201, 257, 1025, 4001, 70_000], random)),
        1 => string.Concat(Enumerable.Repeat(Pick(Strings, random), 60)),
        2 => $"ok {Pick(Strings, random)} ok",
        _ => Pick(Strings, random),
    };

    /// <summary>A value of path or query, escaped (badly, at times).</summary>
    public static string Escaped(Random random) => random.Next(10) switch
    {
        < 3 => Pick(Escapes, random),
        < 4 => $"a{Pick(Escapes, random)}b",
        < 5 => new string('9', Pick([5, 10, 11, 19, 20, 40, 310, 3000, 9000], random)),
        < 6 => Uri.EscapeDataString(Pick(Others, random)),
        _ => Uri.EscapeDataString(Unescape(JsonText(random))),
    };

    /// <summary>A value of a header.</summary>
    public static string Header(Random random) => random.Next(12) == 0 ? new string('9', 3000) : Pick(Headers, random);

    /// <summary>A text as it may stand in a multipart body.</summary>
    public static string Plain(Random random) => Unescape(JsonText(random));

    /// <summary>One of several.</summary>
    public static T Pick<T>(IReadOnlyList<T> list, Random random) => list[random.Next(list.Count)];

    private static string Nested(int depth, bool arrays) => arrays
        ? new string('[', depth) + new string(']', depth)
        : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);

    private static string Unescape(string json)
    {
        var text = new StringBuilder();
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] != '\\' || i + 1 == json.Length)
                text.Append(json[i]);
            else if (json[++i] != 'u')
                text.Append(json[i] switch { 't' => '\t', 'r' => '\r', 'n' => '\n', var other => other });
            else
            {
                text.Append((char)Convert.ToInt32(json.Substring(i + 1, 4), 16));
                i += 4;
            }
        }

        return text.ToString();
    }
}
