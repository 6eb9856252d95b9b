using Microsoft.AspNetCore.Identity;

namespace WarpGrad.Data.Accounts;

/// <summary>A person who can sign in.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>Name shown to others.</summary>
    public required string DisplayName { get; set; }

    /// <summary>Whether the person administers the installation.</summary>
    public bool IsAdministrator { get; set; }

    /// <summary>When an administrator deactivated the account; null while its person may sign in.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    /// <summary>When the account was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
