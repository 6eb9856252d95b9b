using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace WarpGrad.Web.Shared.Charts;

/// <summary>An SVG text; Razor markup cannot hold one, because its <c>text</c> tag means something else there.</summary>
public sealed class TickText : ComponentBase
{
    /// <summary>Pixel from the left.</summary>
    [Parameter, EditorRequired] public double X { get; set; }

    /// <summary>Pixel from the top.</summary>
    [Parameter, EditorRequired] public double Y { get; set; }

    /// <summary>SVG text anchor.</summary>
    [Parameter] public string Anchor { get; set; } = "middle";

    /// <summary>CSS class.</summary>
    [Parameter] public string Class { get; set; } = "chart-tick";

    /// <summary>The text.</summary>
    [Parameter, EditorRequired] public string Text { get; set; } = "";

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "class", Class);
        builder.AddAttribute(2, "x", X.ToString("0.#", CultureInfo.InvariantCulture));
        builder.AddAttribute(3, "y", Y.ToString("0.#", CultureInfo.InvariantCulture));
        builder.AddAttribute(4, "text-anchor", Anchor);
        builder.AddContent(5, Text);
        builder.CloseElement();
    }
}
