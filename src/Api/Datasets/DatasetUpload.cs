using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using WarpGrad.Api.Infrastructure;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Datasets;

namespace WarpGrad.Api.Datasets;

/// <summary>The fields of an upload; they come before the file, so that the file can be streamed.</summary>
internal sealed record DatasetUpload(string Name, string Description, int Side, ImageColor Color)
{
    private const int LongestField = 4000;

    /// <summary>Reads the text fields, then hands the file's stream to <paramref name="store"/>.</summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, Func<DatasetUpload, Stream, Task<T>> store, CancellationToken cancellation)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = Limits.UploadBytes;
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || type.MediaType != "multipart/form-data" || !type.Boundary.HasValue)
            throw ApiProblem.Invalid("body", "Send multipart/form-data with the fields name, description, size, color and then the file.");
        var reader = new MultipartReader(HeaderUtilities.RemoveQuotes(type.Boundary).Value!, context.Request.Body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (section.AsFileSection() is { } file)
                return await store(Parse(fields), file.FileStream!);
            if (section.AsFormDataSection() is not { } field)
                throw ApiProblem.Invalid("body", "A part of the body has no name.");
            section.Body = new LimitedStream(section.Body, LongestField, field.Name);
            fields[field.Name] = await field.GetValueAsync(cancellation);
        }

        throw ApiProblem.Invalid("file", "The file is missing: send the zip as the part 'file', after the text fields.");
    }

    private static DatasetUpload Parse(Dictionary<string, string> fields)
    {
        foreach (var unknown in fields.Keys.Except(["name", "description", "size", "color"]))
            throw ApiProblem.Invalid(unknown, $"'{unknown}' is not a field of an upload.");
        var name = DatasetTexts.Name(fields.GetValueOrDefault("name"));
        var description = DatasetTexts.Description(fields.GetValueOrDefault("description"));
        if (!int.TryParse(fields.GetValueOrDefault("size", "28"), out var side) || side < 8 || side > Limits.ImageSide)
            throw ApiProblem.Invalid("size", $"'size' is the side of the stored images, 8 to {Limits.ImageSide} pixels.");
        var color = fields.GetValueOrDefault("color", "grey") switch
        {
            "grey" => ImageColor.Grey,
            "rgb" => ImageColor.Rgb,
            _ => throw ApiProblem.Invalid("color", "'color' is 'grey' or 'rgb'."),
        };
        return new DatasetUpload(name, description, side, color);
    }
}
