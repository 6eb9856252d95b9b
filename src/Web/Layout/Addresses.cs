using Microsoft.AspNetCore.Components;

namespace WarpGrad.Web.Layout;

/// <summary>Which pages need what of a visitor, and what stands after the # of an address.</summary>
public static class Addresses
{
    // Secrets of links stand after the #, which browsers never send.
    private static readonly string[] Open = ["invitation", "reset-password"];

    private static readonly string[] Teamless = ["account", "admin", "tokens"];

    /// <summary>Whether the page is for visitors who are not signed in, too.</summary>
    public static bool IsOpen(this NavigationManager navigation) => Open.Contains(PageOf(navigation));

    /// <summary>Whether the page makes sense for somebody who is in no team.</summary>
    public static bool IsTeamless(this NavigationManager navigation) => Teamless.Contains(PageOf(navigation));

    /// <summary>What stands after the #; empty without one.</summary>
    public static string Fragment(this NavigationManager navigation) =>
        navigation.Uri.Split('#', 2) is [_, var fragment] ? Uri.UnescapeDataString(fragment) : "";

    private static string PageOf(NavigationManager navigation) => navigation.ToBaseRelativePath(navigation.Uri).Split('?', '#')[0].TrimEnd('/');
}
