using WarpGrad.Web.Shared;

namespace WarpGrad.Web.TryIt;

/// <summary>A class being shown to the model: its name and examples.</summary>
public sealed class LabelledBin
{
    /// <summary>Tells bins apart whatever their names are.</summary>
    public Guid Key { get; } = Guid.NewGuid();

    /// <summary>Name of the class.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its examples.</summary>
    public List<TakenImage> Images { get; } = [];

    /// <summary>Name as it is sent.</summary>
    public string Label => Name.Trim();
}
