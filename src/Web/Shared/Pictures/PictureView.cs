using Microsoft.AspNetCore.Components;
using WarpGrad.Contracts.Pictures;

namespace WarpGrad.Web.Shared.Pictures;

/// <summary>Shows one kind of picture. What is costly to make is made once per picture, however often the page is drawn.</summary>
/// <typeparam name="TPicture">The kind.</typeparam>
public abstract class PictureView<TPicture> : ComponentBase
    where TPicture : TaskPicture
{
    private TPicture? _made;

    /// <summary>The picture.</summary>
    [Parameter, EditorRequired] public TPicture Picture { get; set; } = null!;

    /// <summary>Makes what is drawn of a picture that is new here.</summary>
    protected abstract void Make();

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (ReferenceEquals(_made, Picture))
            return;
        _made = Picture;
        Make();
    }
}
