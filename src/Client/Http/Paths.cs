using System.Globalization;
using System.Text.Json;

namespace WarpGrad.Client.Http;

/// <summary>Builds paths from parts that may hold any character.</summary>
internal static class Paths
{
    /// <summary>Joins escaped parts with slashes.</summary>
    public static string Of(params object[] parts) =>
        string.Join('/', parts.Select(part => Uri.EscapeDataString(Text(part))));

    /// <summary>Appends the parameters that have a value.</summary>
    public static string Query(string path, params (string Name, object? Value)[] parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(Text(parameter.Value!))}")
            .ToArray();
        return given.Length == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    /// <summary>A value as addresses write it: as JSON does, without quotes.</summary>
    public static string Text(object value) => value switch
    {
        Enum choice => JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()),
        bool truth => truth ? "true" : "false",
        DateTimeOffset time => time.ToString("o", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
