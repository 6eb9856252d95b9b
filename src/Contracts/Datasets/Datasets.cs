using System.Text.Json.Serialization;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Contracts.Specs;

namespace WarpGrad.Contracts.Datasets;

/// <summary>State of a dataset.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DatasetState>))]
public enum DatasetState
{
    /// <summary>Uploaded or asked for; a worker validates and packs it, or draws it.</summary>
    Importing,

    /// <summary>Can be trained on.</summary>
    Ready,

    /// <summary>The import failed; the reason says why.</summary>
    Failed,
}

/// <summary>Colours a dataset is stored in.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ImageColor>))]
public enum ImageColor
{
    /// <summary>One channel.</summary>
    Grey,

    /// <summary>Three channels.</summary>
    Rgb,
}

/// <summary>A dataset and its newest version.</summary>
/// <param name="Id">Id, used in run specs.</param>
/// <param name="Team">Slug of the owning team.</param>
/// <param name="Name">Name shown.</param>
/// <param name="Description">Free text.</param>
/// <param name="State">State of the import.</param>
/// <param name="FailureReason">One sentence when <see cref="DatasetState.Failed"/>.</param>
/// <param name="Glyphs">What practice glyphs were made from; null for uploads.</param>
/// <param name="Version">Facts of the immutable version; null until it is ready.</param>
/// <param name="Visibility">Who in the installation may use it besides its team and the teams it is shared with.</param>
/// <param name="CreatedAt">When it was uploaded.</param>
/// <param name="CreatedBy">Who uploaded it.</param>
public sealed record DatasetSummary(
    Guid Id, string Team, string Name, string Description, DatasetState State, string? FailureReason,
    GlyphRecipe? Glyphs, DatasetVersionSummary? Version, Visibility Visibility, DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>Facts of an immutable dataset version.</summary>
/// <param name="Number">1, 2, …</param>
/// <param name="Hash">SHA-256 over pixels and class table; where only the splits were changed, over the first version's hash and the splits.</param>
/// <param name="Color">Grey or RGB.</param>
/// <param name="Height">Rows of every image.</param>
/// <param name="Width">Columns of every image.</param>
/// <param name="Images">Number of images.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="Groups">Number of groups; 0 without groups.</param>
/// <param name="TrainClasses">Classes in the train split.</param>
/// <param name="ValidationClasses">Classes in the validation split.</param>
/// <param name="TestClasses">Classes in the test split.</param>
/// <param name="SplitRule">How the classes came to their splits.</param>
public sealed record DatasetVersionSummary(
    int Number, string Hash, ImageColor Color, int Height, int Width, int Images, int Classes, int Groups,
    int TrainClasses, int ValidationClasses, int TestClasses, SplitRule SplitRule);

/// <summary>A class of a dataset version.</summary>
/// <param name="Index">Position in the version, from 0.</param>
/// <param name="Group">Group (alphabet), empty without groups.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="Split">Split it belongs to.</param>
/// <param name="FirstImage">Index of its first image; its images are consecutive.</param>
/// <param name="Images">Number of images.</param>
public sealed record DatasetClass(int Index, string Group, string Name, ClassSplit Split, int FirstImage, int Images);
