using MudBlazor;

namespace WarpGrad.Web.Layout;

/// <summary>Colours and type of the page. Chart colours, which the theme has no room for, are in <c>app.css</c>.</summary>
internal static class Look
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial", "sans-serif"];

    /// <summary>The one theme, in its light and dark form.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2f55b5",
            Secondary = "#0b7285",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1c2330",
            DrawerBackground = "#ffffff",
            DrawerText = "#3b4454",
            DrawerIcon = "#5b6577",
            TextPrimary = "#1c2330",
            TextSecondary = "#566072",
            LinesDefault = "#e1e5eb",
            LinesInputs = "#aab3c0",
            Divider = "#e1e5eb",
            TableLines = "#e8ebf0",
            Success = "#1e7e46",
            Warning = "#9a6700",
            Error = "#c0362c",
            Info = "#2f55b5",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#9db7ff",
            PrimaryContrastText = "#10182c",
            Secondary = "#66d0e0",
            Background = "#12151b",
            BackgroundGray = "#171b22",
            Surface = "#1a1f27",
            AppbarBackground = "#1a1f27",
            AppbarText = "#e6e9ef",
            DrawerBackground = "#1a1f27",
            DrawerText = "#c3cad6",
            DrawerIcon = "#98a2b3",
            TextPrimary = "#e6e9ef",
            TextSecondary = "#a3adbd",
            LinesDefault = "#2c333e",
            LinesInputs = "#525c6b",
            Divider = "#2c333e",
            TableLines = "#272d37",
            Success = "#6fd39a",
            Warning = "#e3b341",
            Error = "#ff8a80",
            Info = "#9db7ff",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.875rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.875rem", FontWeight = "500", TextTransform = "none", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "0.875rem", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.8125rem", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { AppbarHeight = "48px", DrawerWidthLeft = "196px", DefaultBorderRadius = "6px" },
    };
}
