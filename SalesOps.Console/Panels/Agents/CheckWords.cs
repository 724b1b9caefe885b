using System.Globalization;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;

namespace SalesOps.Console.Panels.Agents;

/// <summary>What an AI agent was asked and what it has of it, in words, where that is the same for whoever is to be bound.</summary>
internal static class CheckWords
{
    /// <summary>Null for what depends on the customer.</summary>
    public static string? Of(AgentLoad agent, AgentCheckKind kind) => kind switch
    {
        AgentCheckKind.Status => agent.Status.Code(),
        AgentCheckKind.Owner => Labels.OrCode("UserStatus", UserStatus.Disabled.Code()),
        // Who is passed over for not being there: why.
        AgentCheckKind.Attended => agent.IsAttended ? Text.AttendedShort : Text.NotAttended.With(Labels.OrCode("Attendance", agent.Attendance.Code())),
        AgentCheckKind.Hours => Text.HoursShort,
        AgentCheckKind.Capacity => string.Create(CultureInfo.InvariantCulture, $"{agent.ActiveBindings}/{agent.Capacity}"),
        _ => null,
    };
}
