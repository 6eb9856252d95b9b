using System.Text;

namespace WarpGrad.Fuzz.Checking;

/// <summary>An answer that should not have been given.</summary>
/// <param name="Exchange">Request and answer.</param>
/// <param name="Fault">What is wrong with it.</param>
public sealed record Finding(Exchange Exchange, string Fault)
{
    private const int Longest = 700;

    /// <summary>Everything needed to understand and repeat it.</summary>
    /// <param name="seed">Seed of the run.</param>
    public string Describe(int seed)
    {
        var (request, answer) = (Exchange.Request, Exchange);
        var text = new StringBuilder()
            .AppendLine($"--- {Fault}")
            .AppendLine($"repeat: --seed {seed} --only {request.Number}; {request.Operation}, as {request.Role}")
            .AppendLine($"{request.Method} {Shorten(request.Target)}");
        if (request.Body is { } body)
            text.AppendLine($"{request.ContentType}: {Shorten(Printable(body))}");
        return text.Append($"answer {answer.Status} after {answer.Elapsed.TotalMilliseconds:0} ms, {answer.ContentType}: {Shorten(answer.Body)}").ToString();
    }

    private static string Printable(byte[] body) =>
        string.Concat(Encoding.UTF8.GetString(body).Select(c => char.IsControl(c) && c is not ('\n' or '\r') ? '·' : c));

    private static string Shorten(string text) => text.Length <= Longest ? text : $"{text[..Longest]}… ({text.Length} characters)";
}
