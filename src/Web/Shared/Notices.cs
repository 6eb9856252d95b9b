using MudBlazor;
using WarpGrad.Client;

namespace WarpGrad.Web.Shared;

/// <summary>Short messages at the edge of the page, and actions whose failure becomes one.</summary>
public sealed class Notices(ISnackbar snackbar)
{
    /// <summary>What is said when the server does not answer.</summary>
    public static string Unreachable => SharedTexts.Unreachable;

    private const int UndoMilliseconds = 12_000;

    /// <summary>Says that something was done.</summary>
    public void Done(string message) => snackbar.Add(message, Severity.Success);

    /// <summary>Says that something was done, and offers to undo it for as long as that is shown.</summary>
    public void Done(string message, Func<Task> undo) => snackbar.Add(message, Severity.Success, options =>
    {
        options.Action = SharedTexts.Undo;
        options.VisibleStateDuration = UndoMilliseconds;
        options.OnClick = _ => TryAsync(undo);
    });

    /// <summary>Says that something went wrong.</summary>
    public void Wrong(string message) => snackbar.Add(message, Severity.Error);

    /// <summary>Does something; says so when the server refuses or cannot be reached.</summary>
    /// <returns>Whether it was done.</returns>
    public async Task<bool> TryAsync(Func<Task> action)
    {
        if (await FailureOf(action) is not { } failure)
            return true;
        Wrong(failure);
        return false;
    }

    /// <summary>Does something and gives the sentence to show when it failed; null when it did not.</summary>
    public static async Task<string?> FailureOf(Func<Task> action)
    {
        try
        {
            await action();
            return null;
        }
        catch (WarpGradException refusal)
        {
            return refusal.Problem.Sentence;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return Unreachable;
        }
    }
}
