using WarpGrad.Api.Infrastructure;

namespace WarpGrad.Api.Datasets;

/// <summary>What people write about a dataset.</summary>
internal static class DatasetTexts
{
    private const int LongestName = 100;
    private const int LongestDescription = 2000;

    /// <summary>The name without spaces around it.</summary>
    public static string Name(string? text)
    {
        var name = (text ?? "").Trim();
        return name.Length is >= 1 and <= LongestName ? name
            : throw ApiProblem.Invalid("name", $"Give the dataset a name of 1 to {LongestName} characters.");
    }

    /// <summary>The description without spaces around it.</summary>
    public static string Description(string? text)
    {
        var description = (text ?? "").Trim();
        return description.Length <= LongestDescription ? description
            : throw ApiProblem.Invalid("description", $"A description has at most {LongestDescription} characters.");
    }
}
