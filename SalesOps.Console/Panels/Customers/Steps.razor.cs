using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using SalesOps.Console.Resources;
using SalesOps.Console.Shell;
using SalesOps.Console.Shell.Parts;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;

namespace SalesOps.Console.Panels.Customers;

/// <summary>Walks through one conversation as the journal tells it; begins at its latest step.</summary>
public sealed partial class Steps
{
    private GetSteps.Answer? _answer;
    private bool _failed;
    private int _at;
    private ElementReference _section;

    [Parameter, EditorRequired] public Guid ConversationId { get; set; }
    [Parameter, EditorRequired] public EventCallback OnClose { get; set; }

    [Inject] private IMediator Mediator { get; set; } = default!;

    private int Count => _answer?.Steps.Count ?? 0;

    protected override Task OnInitializedAsync() => ReadAsync();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender) await _section.FocusAsync();
    }

    private async Task ReadAsync()
    {
        var answer = await Mediator.Send(new GetSteps.Query(ConversationId));
        _failed = !answer.Succeeded;
        if (answer.Succeeded) _answer = answer.Value;
        _at = Math.Max(0, Count - 1);
    }

    private void Move(int by) => _at = Math.Clamp(_at + by, 0, Math.Max(0, Count - 1));

    private void Press(KeyboardEventArgs e)
    {
        if (e.Key is "ArrowLeft" or "ArrowRight") Move(e.Key == "ArrowLeft" ? -1 : 1);
        else if (e.Key is "Home" or "End") Move(e.Key == "Home" ? -Count : Count);
    }

    private static string TextOf(GetSteps.Guard guard) =>
        (Labels.For("Guard", guard.Code) ?? guard.Code).With(Number(guard.Found), Number(guard.Needed), guard.To is null ? "" : Labels.OrCode("State", guard.To));

    private static string Number(double? value) => value is { } number ? Confidence.Say(number) : "";

    private static IEnumerable<(string Label, string Before, string After)> Results(GetSteps.Step step)
    {
        var (b, a) = (step.Before, step.After);
        yield return (Text.Column_status, StateOf(b), StateOf(a));
        yield return (Text.DrawerHolder, HolderOf(b), HolderOf(a));
        yield return (Text.Column_agent, b.AiAgent ?? "–", a.AiAgent ?? "–");
        yield return (Text.Column_tasks, b.OpenTasks.ToString(CultureInfo.InvariantCulture), a.OpenTasks.ToString(CultureInfo.InvariantCulture));
    }

    private static string StateOf(GetSteps.State state) => state.Code is { } code ? Labels.OrCode("State", code) : "–";

    private static string HolderOf(GetSteps.State state) =>
        state.Holder is { } holder ? Labels.OrCode("Holder", holder.Code()) + (state.HeldBy is null ? "" : $" · {state.HeldBy}") : "–";
}
