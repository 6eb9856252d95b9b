using WarpGrad.Contracts.Sharing;
using WarpGrad.Data.Sharing;
using WarpGrad.Data.Teams;

namespace WarpGrad.Data.Models;

/// <summary>A named registry entry.</summary>
public sealed class Model
{
    /// <summary>Id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Owning team.</summary>
    public Guid TeamId { get; init; }

    /// <summary>Name used in addresses; unique in the team.</summary>
    public required string Slug { get; init; }

    /// <summary>Name shown.</summary>
    public required string Name { get; set; }

    /// <summary>The part of the model card that people write, Markdown.</summary>
    public string Description { get; set; } = "";

    /// <summary>Licence under which it may be used, as its team states it; empty when it does not.</summary>
    public string License { get; set; } = "";

    /// <summary>Words to find it by.</summary>
    public List<string> Tags { get; set; } = [];

    /// <summary>Who in the installation meets it besides its team and the teams it is shared with.</summary>
    public Visibility Visibility { get; set; }

    /// <summary>When it was first registered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Owning team.</summary>
    public Team? Team { get; init; }

    /// <summary>Its versions.</summary>
    public List<ModelVersion> Versions { get; init; } = [];

    /// <summary>Names of versions.</summary>
    public List<ModelAlias> Aliases { get; init; } = [];

    /// <summary>Teams that it is shared with.</summary>
    public List<ModelShare> Shares { get; init; } = [];

    /// <summary>People who marked it.</summary>
    public List<ModelStar> Stars { get; init; } = [];
}

/// <summary>A name of a version that can be moved to another one, such as <c>production</c>.</summary>
public sealed class ModelAlias
{
    /// <summary>The model.</summary>
    public Guid ModelId { get; init; }

    /// <summary>The name; unique in the model.</summary>
    public required string Name { get; init; }

    /// <summary>The version it stands for.</summary>
    public Guid VersionId { get; set; }

    /// <summary>When it last moved.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>E-mail of who moved it.</summary>
    public required string By { get; set; }

    /// <summary>The version it stands for.</summary>
    public ModelVersion? Version { get; init; }
}

/// <summary>A person's mark on a model.</summary>
public sealed class ModelStar
{
    /// <summary>The model.</summary>
    public Guid ModelId { get; init; }

    /// <summary>The person.</summary>
    public Guid UserId { get; init; }
}
