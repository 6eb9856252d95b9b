using WarpGrad.Contracts.Datasets;
using WarpGrad.Contracts.Sharing;
using WarpGrad.Data.Sharing;
using WarpGrad.Data.Teams;

namespace WarpGrad.Data.Datasets;

/// <summary>A dataset of a team.</summary>
public sealed class Dataset
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Owning team.</summary>
    public Guid TeamId { get; init; }

    /// <summary>Name shown.</summary>
    public required string Name { get; set; }

    /// <summary>Free text.</summary>
    public string Description { get; set; } = "";

    /// <summary>State of the import.</summary>
    public DatasetState State { get; set; }

    /// <summary>One sentence for the person when the import failed.</summary>
    public string? FailureReason { get; set; }

    /// <summary>How often a worker began the import and did not put it down in order.</summary>
    public int Attempts { get; set; }

    /// <summary>The uploaded file, until it is imported or refused.</summary>
    public Guid? UploadBlobId { get; set; }

    /// <summary>What practice glyphs are made from; null for uploads.</summary>
    public GlyphRecipe? Glyphs { get; init; }

    /// <summary>Who in the installation may use it besides its team and the teams it is shared with: nobody or everybody.</summary>
    public Visibility Visibility { get; set; }

    /// <summary>Image side asked for at upload, pixels.</summary>
    public int Side { get; init; }

    /// <summary>Colour asked for at upload.</summary>
    public ImageColor Color { get; init; }

    /// <summary>Who uploaded it.</summary>
    public Guid CreatedById { get; init; }

    /// <summary>E-mail of who uploaded it, as it was then.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Owning team.</summary>
    public Team? Team { get; init; }

    /// <summary>Teams that it is shared with.</summary>
    public List<DatasetShare> Shares { get; init; } = [];

    /// <summary>Its versions.</summary>
    public List<DatasetVersion> Versions { get; init; } = [];
}

/// <summary>Immutable content of a dataset.</summary>
public sealed class DatasetVersion
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The dataset.</summary>
    public Guid DatasetId { get; init; }

    /// <summary>1, 2, …</summary>
    public int Number { get; init; }

    /// <summary>SHA-256 (hex) over pixels and class table; where only the splits were changed, over the first version's hash and the splits.</summary>
    public required string Hash { get; init; }

    /// <summary>Pixels: uint8 [images, channels, height, width], classes consecutive. Versions that differ in their splits alone share them.</summary>
    public Guid PixelsBlobId { get; init; }

    /// <summary>1 (grey) or 3 (RGB).</summary>
    public int Channels { get; init; }

    /// <summary>Rows of every image.</summary>
    public int Height { get; init; }

    /// <summary>Columns of every image.</summary>
    public int Width { get; init; }

    /// <summary>Number of images.</summary>
    public int Images { get; init; }

    /// <summary>How the classes came to their splits.</summary>
    public SplitRule SplitRule { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The dataset.</summary>
    public Dataset? Dataset { get; init; }

    /// <summary>Its classes.</summary>
    public List<DatasetClassRow> Classes { get; init; } = [];
}

/// <summary>A class of a dataset version.</summary>
public sealed class DatasetClassRow
{
    /// <summary>The version.</summary>
    public Guid VersionId { get; init; }

    /// <summary>Position in the version, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Group (alphabet), empty without groups.</summary>
    public required string Group { get; init; }

    /// <summary>Name of the class.</summary>
    public required string Name { get; init; }

    /// <summary>Split it belongs to.</summary>
    public ClassSplit Split { get; init; }

    /// <summary>Index of its first image.</summary>
    public int FirstImage { get; init; }

    /// <summary>Number of images.</summary>
    public int Images { get; init; }
}
