using FluentValidation;
using FluentValidation.Results;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Learning;

/// <summary>改状态机: sets the rules that hold from the next message on, as another version. Saved again, an earlier version's rules undo it.</summary>
public static class SavePlaybook
{
    /// <param name="Was">The number of the version that was looked at; another that holds by now refuses the change.</param>
    public sealed record Command(Guid OperationId, IReadOnlyList<PlaybookRule> Rules, int Was) : ICommand<Answer>
    {
        public static Access Access => Access.Deciders;
    }

    /// <param name="Number">Of the version that holds now.</param>
    public sealed record Answer(int Number);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Rules).NotNull().WithErrorCode("form").SetValidator(new RulesValidator());
    }

    /// <summary>Every problem is an error of its own, whose field is the place: <c>transitions[3].to</c>.</summary>
    internal sealed class RulesValidator : AbstractValidator<IReadOnlyList<PlaybookRule>>
    {
        private const int Most = 200;

        public RulesValidator() => RuleFor(r => r).Custom((rules, context) =>
        {
            if (rules is null || rules.Count > Most || rules.Any(r => r?.From is null || r.Stages is null || r.To is null || r.Trigger is null || r.Stage is null))
            {
                context.AddFailure(new ValidationFailure("rules", $"There must be rules, at most {Most}, and nothing of them may be missing.") { ErrorCode = "form" });
                return;
            }
            // States and words are the program's: they are the same in every version.
            foreach (var problem in Playbook.Default.Check(rules))
                context.AddFailure(new ValidationFailure(problem.Path.TrimStart('$', '.'), problem.Text) { ErrorCode = problem.Code });
        });
    }

    internal sealed class Handler(Change change, Playbook playbook) : IRequestHandler<Command, Result<Answer>>
    {
        public Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken) => Task.FromResult(File(request));

        private Result<Answer> File(Command request)
        {
            var number = change.Directory.Playbooks.Number;
            if (number != request.Was) return new Error(ErrorKind.Stale, $"Version {number} was saved meanwhile.", Code: "changed");
            if (request.Rules.SequenceEqual(playbook.Rules)) return Error.Invalid("rules", "These are the rules already.", "same");
            var version = new PlaybookVersion(change.NewId(), number + 1, playbook.Rules, request.Rules, change.Actor.Id, change.Now);
            change.Add(version);
            change.Record("playbook.changed", version);
            return new Answer(version.Number);
        }
    }
}
