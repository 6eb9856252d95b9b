using WarpGrad.Api.Infrastructure;

namespace WarpGrad.Api.Datasets;

/// <summary>What people write about a dataset.</summary>
internal static class DatasetTexts
{
    /// <summary>The name without spaces around it.</summary>
    public static string Name(string? text) => Texts.Line(text, "name", 1, 100, "Give the dataset a name");

    /// <summary>The description without spaces around it.</summary>
    public static string Description(string? text) => Texts.Block(text, "description", 2000);
}
