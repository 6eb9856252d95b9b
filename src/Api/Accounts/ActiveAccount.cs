using Microsoft.AspNetCore.Identity;
using WarpGrad.Data.Accounts;

namespace WarpGrad.Api.Accounts;

/// <summary>Lets nobody sign in whose account an administrator has deactivated.</summary>
internal sealed class ActiveAccount : IUserConfirmation<User>
{
    public Task<bool> IsConfirmedAsync(UserManager<User> manager, User user) => Task.FromResult(user.DeactivatedAt is null);
}
