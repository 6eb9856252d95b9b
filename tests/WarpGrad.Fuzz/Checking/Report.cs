using System.Collections.Concurrent;
using WarpGrad.Fuzz.Description;

namespace WarpGrad.Fuzz.Checking;

/// <summary>Counts what was sent, answered and found.</summary>
internal sealed class Report
{
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentDictionary<string, bool> _succeeded = new();
    private readonly ConcurrentDictionary<string, int> _kinds = new();
    private readonly ConcurrentQueue<Finding> _findings = new();
    private int _sent;

    /// <summary>Requests so far.</summary>
    public int Sent => _sent;

    /// <summary>Findings so far.</summary>
    public IReadOnlyCollection<Finding> Findings => _findings;

    /// <summary>Counts an exchange.</summary>
    public void Count(Exchange exchange)
    {
        Interlocked.Increment(ref _sent);
        _statuses.AddOrUpdate(exchange.Status, 1, (_, count) => count + 1);
        if (exchange.Status is >= 200 and < 300)
            _succeeded.TryAdd(exchange.Request.Operation, true);
    }

    /// <summary>Keeps a finding.</summary>
    /// <returns>Whether it is worth printing: one cause is found again and again.</returns>
    public bool Add(Finding finding)
    {
        _findings.Enqueue(finding);
        return Seen(finding.Fault) <= 15 && Seen($"{finding.Fault} {finding.Exchange.Request.Operation}") <= 3;

        int Seen(string kind) => _kinds.AddOrUpdate(kind, 1, (_, count) => count + 1);
    }

    /// <summary>How deep the requests went.</summary>
    public string Summary(ApiDocument document)
    {
        var never = document.Operations.Where(operation => !_succeeded.ContainsKey(operation.Name)).Select(operation => operation.Name).ToList();
        return string.Join(Environment.NewLine,
            $"answers: {string.Join(", ", _statuses.OrderBy(s => s.Key).Select(s => $"{s.Value} × {s.Key}"))}",
            $"{document.Operations.Count - never.Count} of {document.Operations.Count} operations succeeded at least once{(never.Count == 0 ? "" : $"; never: {string.Join(", ", never)}")}");
    }
}
