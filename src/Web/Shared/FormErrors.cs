using WarpGrad.Client;

namespace WarpGrad.Web.Shared;

/// <summary>What the server found wrong with a form, by field.</summary>
public sealed class FormErrors
{
    private readonly Dictionary<string, string> _byField = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with the form as a whole; null when nothing is.</summary>
    public string? Whole { get; private set; }

    /// <summary>What is wrong with a field; null when nothing is.</summary>
    public string? this[string field] => _byField.GetValueOrDefault(field);

    /// <summary>Sends the form; keeps what the server refuses.</summary>
    /// <param name="send">Sends it.</param>
    /// <param name="fields">Fields the form can show errors at; errors of others are shown for the whole.</param>
    /// <returns>Whether it was accepted.</returns>
    public async Task<bool> SendAsync(Func<Task> send, params string[] fields)
    {
        Clear();
        try
        {
            await send();
            return true;
        }
        catch (WarpGradException refusal)
        {
            Take(refusal.Problem, fields);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            Whole = Notices.Unreachable;
        }

        return false;
    }

    /// <summary>Takes over what a refusal says.</summary>
    public void Take(Problem problem, params string[] fields)
    {
        Clear();
        var elsewhere = new List<string>();
        foreach (var (path, messages) in problem.Errors)
        {
            if (fields.Contains(path, StringComparer.OrdinalIgnoreCase))
                _byField[path] = string.Join('\n', messages);
            else
                elsewhere.AddRange(messages);
        }

        Whole = elsewhere.Count > 0 ? string.Join(' ', elsewhere) : _byField.Count == 0 ? problem.Sentence : null;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _byField.Clear();
        Whole = null;
    }
}
