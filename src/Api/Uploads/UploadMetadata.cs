using System.Text;
using WarpGrad.Api.Datasets;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts.Uploads;

namespace WarpGrad.Api.Uploads;

/// <summary>Reads what is said about a file when its upload begins: keys with values in base64, separated by commas.</summary>
internal static class UploadMetadata
{
    // What clients of the protocol send about a file unasked.
    private static readonly string[] PassedOver = ["filetype", "type", "relativePath"];
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The fields of the dataset; its name may be left out where there is a file name.</summary>
    /// <param name="header">The header's value.</param>
    /// <exception cref="ApiProblem">It cannot be read, or a field is refused.</exception>
    public static DatasetUpload Parse(string header)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = pair.Split(' ') switch
            {
                [var alone] => (alone, ""),
                [var name, var encoded] => (name, Decode(name, encoded)),
                _ => throw Wrong("It consists of pairs 'key base64', separated by commas."),
            };
            if (!Known(key))
                throw Wrong($"'{Short(key)}' is none of its keys: they are {string.Join(", ", DatasetUpload.Fields)} and filename.");
            if (!fields.TryAdd(key, value))
                throw Wrong($"'{key}' is there twice.");
        }

        if (!fields.ContainsKey("name") && fields.TryGetValue("filename", out var file))
            fields["name"] = Path.GetFileNameWithoutExtension(file);
        return DatasetUpload.Parse(fields);
    }

    private static bool Known(string key) => key == "filename" || DatasetUpload.Fields.Contains(key) || PassedOver.Contains(key);

    private static string Decode(string key, string value)
    {
        try
        {
            return Strict.GetString(Convert.FromBase64String(value));
        }
        catch (Exception exception) when (exception is FormatException or DecoderFallbackException)
        {
            throw Wrong($"The value of '{Short(key)}' is no base64 of a UTF-8 text.");
        }
    }

    private static string Short(string key) => new([.. key.Take(40).Where(char.IsAscii)]);

    private static ApiProblem Wrong(string what) => ApiProblem.Invalid(TusHeaders.Metadata, $"The header '{TusHeaders.Metadata}' cannot be read. {what}");
}
