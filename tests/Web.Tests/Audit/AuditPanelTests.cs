using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WarpGrad.Client;
using WarpGrad.Contracts;
using WarpGrad.Contracts.Audit;
using WarpGrad.Web.Audit;

namespace WarpGrad.Web.Tests.Audit;

/// <summary>Days that the audit log is looked at from and to.</summary>
public sealed class AuditPanelTests : Page
{
    [Theory]
    [InlineData("audit-from", "0001-01-01")]
    [InlineData("audit-until", "9999-12-31")]
    public void A_day_at_an_end_of_the_calendar_limits_nothing(string field, string day)
    {
        var server = new Answers { ["GET teams/stable/audit"] = new Page<AuditEntrySummary>([], null) };
        Services.AddSingleton(new WarpGradClient(new HttpClient(server) { BaseAddress = new Uri("http://nowhere.invalid/") })).AddSingleton(TimeProvider.System);
        var panel = Render<AuditPanel>(set => set.Add(p => p.Team, "stable"));

        panel.Find($"[data-testid={field}]").Change("2026-11-28");
        panel.WaitForAssertion(() => Assert.Contains("2026-11-2", server.Asked[^1], StringComparison.Ordinal));
        panel.Find($"[data-testid={field}]").Change(day);

        panel.WaitForAssertion(() => Assert.Equal(server.Asked[0], server.Asked[^1]));
    }
}
